import { describe, expect, it } from 'vitest';
import { judgeIssuers, judgePartnerKeys } from '#domain/operations/judge-identity.ts';

const NO_DOORS = { keys: 0, certificates: 0 };

describe('identity providers', () => {
  it.each<[string, Parameters<typeof judgeIssuers>, string, RegExp]>([
    ['answer', [[{ issuer: 'a', keys: 2 }], NO_DOORS], 'OK', /1 identity providers/],
    [
      'do not answer',
      [
        [
          { issuer: 'a', keys: 2 },
          { issuer: 'b', keys: undefined },
        ],
        NO_DOORS,
      ],
      'FAULT',
      /from b$/,
    ],
    ['have no keys', [[{ issuer: 'a', keys: 0 }], NO_DOORS], 'WARNING', /no keys: a/],
    ['are none, and nothing else lets anybody in', [[], NO_DOORS], 'WARNING', /nobody can sign in/],
    ['are none, and partner keys do', [[], { keys: 1, certificates: 0 }], 'OK', /0 identity/],
    ['are none, and certificates do', [[], { keys: 0, certificates: 1 }], 'OK', /0 identity/],
  ])('that %s', (_kind, given, state, says) => {
    const finding = judgeIssuers(...given);

    expect(finding.state).toBe(state);
    expect(finding.says.en).toMatch(says);
  });
});

describe('partner keys', () => {
  const ending = [{ name: '正式对接', agencyCode: 'court', days: 3 }];

  it('that end soon are named with their agency and the mend', () => {
    expect(judgePartnerKeys({ endingSoon: ending, live: { LIVE: 2 } }, true)).toMatchObject({
      state: 'WARNING',
      says: { en: expect.stringContaining('court 正式对接 (3 d)') },
      mend: { en: expect.stringContaining('partner keys rotate') },
    });
  });

  it('of trials in production come with somebody else’s data', () => {
    expect(judgePartnerKeys({ endingSoon: [], live: { TEST: 4 } }, true)).toMatchObject({
      state: 'WARNING',
      says: { en: expect.stringContaining('4 TEST keys') },
    });
    expect(judgePartnerKeys({ endingSoon: [], live: { TEST: 4 } }, false).state).toBe('OK');
  });
});
