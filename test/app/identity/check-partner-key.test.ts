import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '#app/authenticate.ts';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { PresentedKey } from '#domain/partners/partner-key-stores.ts';
import { newCheckedSecret } from '#platform/crypto/checked-secret.ts';
import { bearer, secretsOf } from './support/issuer.ts';

const LIVE = newCheckedSecret('od_live_');
const KEY: PresentedKey = {
  id: '01990000-0000-7000-8000-00000000000a',
  secretId: '01990000-0000-7000-8000-00000000000b',
  kind: 'LIVE',
  name: '法院正式对接',
  agencyCode: agencyCode('court'),
  roles: ['COURT_FILING'],
  scopes: ['CASES_READ'],
  divisionCode: '990101',
  revoked: false,
  remainingMs: 86_400_000,
  markDue: true,
};

/** A door over a table that a test changes, with a clock that a test moves. */
function door({ production = true } = {}) {
  let now = 1_000_000;
  let row: PresentedKey | undefined = KEY;
  let queries = 0;
  const marked: string[] = [];
  const authenticate = createAuthenticate(secretsOf(), {
    partnerKeys: {
      production,
      now: () => now,
      store: {
        async findBySecret() {
          queries += 1;
          return row;
        },
        markUsed: async (id) => void marked.push(id),
      },
    },
  });
  return {
    authenticate,
    marked,
    queries: () => queries,
    forward: (ms: number) => void (now += ms),
    set: (differs: Partial<PresentedKey> | 'GONE') =>
      void (row = differs === 'GONE' ? undefined : { ...KEY, ...differs }),
    show: async (secret = LIVE) => {
      const { viewer, refusal } = await authenticate(bearer(secret));
      return viewer ? 'LET IN' : refusal.reason;
    },
  };
}

describe('a partner key', () => {
  it('says who is asking and what it may do', async () => {
    const { authenticate, marked } = door();

    expect(await authenticate(bearer(LIVE))).toEqual({
      viewer: {
        subject: `partner-key:${KEY.id}`,
        role: 'AGENCY',
        name: '法院正式对接',
        divisionCode: '990101',
        actsFor: { agencyCode: 'court', roles: ['COURT_FILING'] },
        partnerKey: { id: KEY.id, scopes: ['CASES_READ'] },
      },
    });
    expect(marked).toEqual([KEY.secretId]);
  });

  it('of no agency is a partner that acts for nobody', async () => {
    const { authenticate, set } = door();
    set({ agencyCode: undefined, roles: [], scopes: [] });

    expect((await authenticate(bearer(LIVE))).viewer).toMatchObject({ role: 'PARTNER', actsFor: undefined });
  });

  it('is told from a mistyped one without a query', async () => {
    const { show, queries } = door();
    const mistyped = LIVE.slice(0, -1) + (LIVE.endsWith('0') ? '1' : '0');

    for (const text of [mistyped, LIVE.slice(0, -1), `${LIVE}0`, 'od_live_', 'od_root_x', LIVE.replace('live', 'team')])
      expect(await show(text)).toBe('MISTYPED');
    expect(queries()).toBe(0);
  });

  it.each([
    [true, 'od_test_', 'WRONG_MODE'],
    [true, 'od_team_', 'LET IN'],
    [true, 'od_live_', 'LET IN'],
    [false, 'od_test_', 'LET IN'],
    [false, 'od_team_', 'LET IN'],
    [false, 'od_live_', 'WRONG_MODE'],
  ])('where production is %s and its prefix %s: %s', async (production, prefix, expected) => {
    const { show, set } = door({ production });
    set({ kind: prefix === 'od_test_' ? 'TEST' : prefix === 'od_team_' ? 'TEAM' : 'LIVE' });

    expect(await show(newCheckedSecret(prefix))).toBe(expected);
  });

  it('of trials is refused in production although its row says something else', async () => {
    const { show, set } = door();
    set({ kind: 'TEST' });

    expect(await show(LIVE)).toBe('WRONG_MODE');
  });

  it.each<[string, Partial<PresentedKey> | 'GONE', string]>([
    ['was revoked', { revoked: true }, 'REVOKED'],
    ['has ended', { remainingMs: 0 }, 'EXPIRED'],
    ['was revoked and has ended', { revoked: true, remainingMs: -1 }, 'REVOKED'],
    ['was never made', 'GONE', 'UNKNOWN'],
  ])('that %s opens nothing', async (_kind, differs, reason) => {
    const { show, set, marked } = door();
    set(differs);

    expect(await show()).toBe(reason);
    expect(marked).toEqual([]);
  });

  it('is looked up once in five seconds, and a revocation noticed after them at the latest', async () => {
    const { show, set, forward, queries } = door();
    for (let request = 0; request < 10; request += 1) expect(await show()).toBe('LET IN');
    set({ revoked: true });

    forward(4_999);
    expect(await show()).toBe('LET IN');
    forward(1);
    expect(await show()).toBe('REVOKED');
    expect(queries()).toBe(2);
  });

  it('is looked up anew at once when somebody has revoked one', async () => {
    const { authenticate, show, set } = door();
    expect(await show()).toBe('LET IN');
    set({ revoked: true });

    authenticate.forgetPartnerKeys();

    expect(await show()).toBe('REVOKED');
  });

  it('read before a revocation is not kept after it', async () => {
    const reading = Promise.withResolvers<PresentedKey>();
    let row: Promise<PresentedKey> = reading.promise;
    const authenticate = createAuthenticate(secretsOf(), {
      partnerKeys: { production: true, store: { findBySecret: () => row, markUsed: async () => {} } },
    });
    const early = authenticate(bearer(LIVE));
    authenticate.forgetPartnerKeys();
    row = Promise.resolve({ ...KEY, revoked: true });
    reading.resolve(KEY);
    await early;

    expect((await authenticate(bearer(LIVE))).refusal?.reason).toBe('REVOKED');
  });

  it('that ends sooner is not kept for five seconds', async () => {
    const { show, set, forward } = door();
    set({ remainingMs: 100 });
    expect(await show()).toBe('LET IN');
    set({ remainingMs: -1 });

    forward(100);

    expect(await show()).toBe('EXPIRED');
  });

  it('that nobody can look up is nobody’s fault: come again', async () => {
    const authenticate = createAuthenticate(secretsOf(), {
      partnerKeys: {
        production: true,
        store: { findBySecret: () => Promise.reject(new Error('down')), markUsed: async () => {} },
      },
    });

    expect((await authenticate(bearer(LIVE))).refusal?.reason).toBe('STORE_UNAVAILABLE');
  });
});
