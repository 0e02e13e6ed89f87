import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENCIES } from '../../sandbox/kit/settings.ts';
import { startAgency } from './support/start-agency.ts';

const SAMPLES = new URL('../../sandbox/', import.meta.url);

const EXCHANGES = [
  ['court', 'json', 'look-up', '/fyjk/ajcx'],
  ['court', 'json', 'look-up-nothing', '/fyjk/ajcx'],
  ['court', 'json', 'look-up-too-many', '/fyjk/ajcx'],
  ['court', 'json', 'intake', '/fyjk/lajs'],
  ['court', 'json', 'intake-conflict', '/fyjk/lajs'],
  ['hr-bureau', 'xml', 'look-up', '/hrss/sb/cbcx'],
  ['hr-bureau', 'xml', 'look-up-nothing', '/hrss/sb/cbcx'],
  ['hr-bureau', 'xml', 'look-up-too-many', '/hrss/sb/cbcx'],
  ['hr-bureau', 'xml', 'inquiry-unknown', '/hrss/zc/lscx'],
  ['hr-bureau', 'xml', 'intake', '/hrss/zc/sqjs'],
  ['hr-bureau', 'xml', 'intake-bad-id', '/hrss/zc/sqjs'],
  ['civil-affairs', 'json', 'look-up', '/mz/salvation/query'],
  ['civil-affairs', 'json', 'look-up-one', '/mz/salvation/query'],
  ['civil-affairs', 'json', 'look-up-nothing', '/mz/salvation/query'],
  ['civil-affairs', 'json', 'look-up-too-many', '/mz/salvation/query'],
  ['civil-affairs', 'json', 'intake', '/mz/check/apply'],
  ['legal-aid', 'json', 'submit', '/graphql'],
  ['legal-aid', 'json', 'submit-conflict', '/graphql'],
  ['legal-aid', 'json', 'submit-elsewhere', '/graphql'],
  ['psychological-service', 'json', 'open', '/api/desk'],
  ['psychological-service', 'json', 'look-up', '/api/desk'],
  ['psychological-service', 'json', 'look-up-nothing', '/api/desk'],
  ['psychological-service', 'json', 'open-bad-id', '/api/desk'],
  ['psychological-service', 'json', 'cancel-unknown', '/api/desk'],
  ['medical-insurance', 'json', 'intake', '/fsi/api/YZ01'],
  ['medical-insurance', 'json', 'intake-conflict', '/fsi/api/YZ01'],
  ['bank', 'xml', 'order', '/yqzl/dfsl'],
  ['bank', 'xml', 'order-conflict', '/yqzl/dfsl'],
  ['bank', 'xml', 'order-bad-account', '/yqzl/dfsl'],
  ['bank', 'xml', 'order-over-limit', '/yqzl/dfsl'],
  ['bank', 'xml', 'order-returned', '/yqzl/dfsl'],
  ['bank', 'xml', 'order-revoked', '/yqzl/dfsl'],
  ['bank', 'xml', 'revocation', '/yqzl/dfcx'],
  ['bank', 'xml', 'revocation-unknown', '/yqzl/dfcx'],
] as const;

describe.each(AGENCIES)('the samples of %s', (agency) => {
  it('are what the agency answers today', async () => {
    const started = await startAgency(agency, { SANDBOX_PACE_MS: '60000' });
    try {
      for (const [, format, name, path] of EXCHANGES.filter((exchange) => exchange[0] === agency)) {
        const reply = await started.post(path, readSample(agency, `${name}.request.${format}`));

        const sample = readSample(agency, `${name}.reply.${format}`);
        expect(`${name}: ${timeless(reply.bytes)}`).toBe(`${name}: ${timeless(sample)}`);
      }
    } finally {
      await started.dispose();
    }
  });
});

function readSample(agency: string, name: string): Buffer {
  return readFileSync(new URL(`${agency}/samples/${name}`, SAMPLES));
}

/** Byte for byte (latin1 keeps them all), but for the time of the answer and the year or day in a running number. */
function timeless(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replaceAll(/>\d{14}</g, '>now<')
    .replaceAll(/DF\d{8}-/g, 'DFday-')
    .replaceAll(/(JS9901|GJ|HD|YZ|XL|YLJZ)\d{4}/g, '$1year');
}
