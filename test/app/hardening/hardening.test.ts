import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
import { serveTestApp, type ServedTestApp } from '../../support/serve-test-app.ts';
import { askGateway, type AskGateway } from './ask-gateway.ts';
import { OWN_PROBES } from './own-probes.ts';
import { SCANNER_PROBES } from './scanner-probes.ts';

const QUICK = { headersMs: 300, requestMs: 500, connectionMs: 800, lookEveryMs: 50 };

let house: ServedTestApp;
let gateway: AskGateway;
beforeAll(async () => {
  house = await serveTestApp({ doors: () => ({ patience: QUICK }) });
  gateway = askGateway(house.url, `Bearer ${await personaToken('window')}`);
});
afterAll(() => house.close());

// The counts are goal B2: one line each, so that a run says how far it got.
describe('the gateway stands', () => {
  it.each([
    ['the 13 checks of graphql-cop', SCANNER_PROBES, 13],
    ['28 probes of our own', OWN_PROBES, 28],
  ])('%s', async (name, probes, count) => {
    const failed: string[] = [];
    for (const [what, probe] of probes) {
      const fault = await probe(gateway);
      if (fault !== undefined) failed.push(`${what}: ${fault}`);
    }
    console.info(`${name}: ${probes.length - failed.length}/${probes.length}`);

    expect(probes).toHaveLength(count);
    expect(failed).toEqual([]);
  });

  it('and answers an ordinary question afterwards', async () => {
    const { status, text } = await gateway.ask('{ viewer { role } cases(first: 5) { nodes { id } } }');

    expect(status).toBe(200);
    expect(text).not.toContain('"errors"');
  });
});
