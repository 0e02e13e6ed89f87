import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { viewerOf } from '#app/identity/claim-map.ts';
import { parseSecrets } from '#app/secrets.ts';

const page = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, `../../docs/how-to/${name}.md`), 'utf8');
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1] ?? '');

const KEY = Buffer.alloc(32, 7).toString('base64');
const FINGERPRINT = `40:9D:17${':00'.repeat(29)}`;

function secretsWith(fragment: string) {
  return parseSecrets(`{"sealing":{"active":"a","keys":{"a":"${KEY}"}},"indexKey":"${KEY}",${fragment}}`);
}

describe('the page about identity providers', () => {
  const [people = '', machines = '', certificates = ''] = blocks(page('connect-identity'), 'json');

  it('shows an entry for people that works as it says', () => {
    const [issuer] = secretsWith(`"issuers":[${people}]`).issuers;
    const claims = {
      sub: 'f3b1',
      dept: 'gh',
      realm_access: { roles: ['gh-window'] },
      'https://id.example.cn/org': { code: '990100' },
    };

    expect(issuer?.claims && viewerOf(claims, issuer.claims)).toMatchObject({
      role: 'WINDOW',
      divisionCode: '990100',
      actsFor: { agencyCode: 'union', roles: ['UNION_WINDOW'] },
    });
  });

  it('shows an entry for machines that works as it says', () => {
    const [issuer] = secretsWith(`"issuers":[${machines}]`).issuers;

    expect(issuer?.claims && viewerOf({ sub: 'x', client_id: 'court-live' }, issuer.claims)).toMatchObject({
      role: 'AGENCY',
      actsFor: { agencyCode: 'court', roles: ['COURT_FILING'] },
    });
  });

  it('shows a certificate that is taken once its fingerprint is whole', () => {
    expect(secretsWith(certificates.replace('40:9D:17:…', FINGERPRINT)).clientCertificates).toMatchObject([
      { viewer: { subject: 'court-machine', role: 'AGENCY' } },
    ]);
  });
});

describe('the page about partner keys', () => {
  it('shows a mutation that the contract knows', () => {
    const documents = blocks(page('partner-keys'), 'graphql');
    const schema = createSchema(readSdl());

    expect(documents).toHaveLength(1);
    expect(documents.flatMap((text) => validate(schema, parse(text)))).toEqual([]);
  });
});
