import { type Audit, serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
import { type ServedTestApp, serveTestApp } from '../support/serve-test-app.ts';

let house: ServedTestApp;
let audits: readonly Audit[];

beforeAll(async () => {
  house = await serveTestApp();
  const authorization = `Bearer ${await personaToken('window')}`;
  audits = serverAudits({
    url: `${house.url}/graphql`,
    // The audits know nothing of tokens.
    fetchFn: (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, authorization } }),
  });
});

afterAll(() => house.close());

async function failures(kind: 'MUST' | 'SHOULD' | 'MAY'): Promise<{ asked: number; failed: readonly string[] }> {
  const asked = audits.filter(({ name }) => name.startsWith(kind));
  const results = await Promise.all(asked.map((audit) => audit.fn()));
  const failed = results.filter(({ status }) => status !== 'ok').map(({ id, name }) => `${id} ${name}`);
  console.info(`GraphQL over HTTP, ${kind}: ${asked.length - failed.length} of ${asked.length}`);
  return { asked: asked.length, failed };
}

describe('GraphQL over HTTP, as its own audits see it', () => {
  it('does all that it must', async () => {
    expect(await failures('MUST')).toEqual({ asked: 13, failed: [] });
  });

  it('does all that it should', async () => {
    expect(await failures('SHOULD')).toEqual({ asked: 23, failed: [] });
  });

  it('refuses of what it may only a GET that a foreign page could send', async () => {
    const { asked, failed } = await failures('MAY');

    expect(asked).toBe(25);
    // All three are GETs without a preflight header.
    expect(failed.map((line) => line.slice(0, 4)).toSorted()).toEqual(['5A70', '6A70', 'D6D5']);
  });
});

describe('the status of a request that cannot be executed', () => {
  const wrong = { query: '{ noSuchField }' };

  it.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
    ['application/graphql-response+json, application/json;q=0.9', 400],
    ['*/*', 400],
  ])('for %s is %i', async (accept, status) => {
    const response = await house.post('window', wrong, { accept });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  it('stays 400 for a request without an operation, whatever is asked for', async () => {
    const response = await house.post('window', { variables: {} }, { accept: 'application/json' });

    expect(response.status).toBe(400);
  });
});
