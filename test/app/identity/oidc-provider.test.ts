import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { ClaimMap } from '#app/identity/claim-map.ts';
import { AUDIENCE } from '#app/identity/demo-issuer.ts';
import { type ServedTestApp, serveTestApp } from '../../support/serve-test-app.ts';
import { secretsOf } from './support/issuer.ts';
import { type RunningProvider, startProvider } from './support/provider.ts';

let provider: RunningProvider;
let house: ServedTestApp;

beforeAll(async () => {
  provider = await startProvider();
  const { issuer, jwksUrl } = provider;
  const claims = ClaimMap.parse({
    role: { constant: 'AGENCY' },
    division: ['https://id.example/org', 'division'],
    agency: { path: 'client_id', values: { 'court-live': 'court' } },
    roles: { path: 'client_id', values: { 'court-live': 'COURT_FILING' } },
  });
  const secrets = { ...secretsOf(), issuers: [{ issuer, audience: AUDIENCE, jwksUrl, claims }] };
  house = await serveTestApp({ authenticate: createAuthenticate(secrets, { remote: { cooldownMs: 200 } }) });
});

afterAll(async () => {
  await house.close();
  await provider.stop();
});

async function ask(token: string, query = '{ viewer { role agency { code } } }'): Promise<Response> {
  return fetch(`${house.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
}

describe('a real OpenID provider', () => {
  it('lets in a machine of the court by its client credentials', async () => {
    const token = await provider.newToken();
    const response = await ask(token);

    expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
    expect(decodeJwt(token)).not.toHaveProperty('name');
    expect(await response.json()).toMatchObject({ data: { viewer: { role: 'AGENCY', agency: { code: 'court' } } } });
  });

  it('changes its keys five times under load, and no valid token is refused', async () => {
    const statuses = new Map<number, number>();
    const kids = new Set<unknown>();
    const crowding = new AbortController();
    async function comeAndGo(): Promise<void> {
      while (!crowding.signal.aborted) {
        const token = await provider.newToken();
        kids.add(decodeProtectedHeader(token).kid);
        const { status, body } = await ask(token);
        await body?.cancel();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    const crowd = Array.from({ length: 6 }, comeAndGo);
    for (let change = 0; change < 5; change += 1) {
      const asked = total(statuses);
      provider.changeKeys();
      // Until every one of the crowd has come again with a token of the new key.
      while (total(statuses) < asked + 12) await new Promise((settle) => setImmediate(settle));
    }
    crowding.abort();
    await Promise.all(crowd);

    expect([...statuses.keys()]).toEqual([200]);
    expect(total(statuses)).toBeGreaterThan(60);
    expect(kids.size).toBeGreaterThanOrEqual(5);
  });
});

function total(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
