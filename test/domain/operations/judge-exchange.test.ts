import { describe, expect, it } from 'vitest';
import type { Backlog } from '#domain/operations/backlog.ts';
import { judgeFeeds, judgePauses, judgeReconciliation, judgeWebhooks } from '#domain/operations/judge-exchange.ts';

const NOTHING: Backlog = {
  effects: [],
  messages: [],
  paused: [],
  clocksUnfired: 0,
  clocksOverdue: 0,
  attention: [],
  quarantinedRows: 0,
  feedFiles: [],
  reconciliationsDue: [],
  differences: [],
  webhooksDisabled: [],
  matchReviews: 0,
  keyRotations: 0,
  dataKeySeconds: 60,
  processes: [],
};
const file = (status: string, oldestSeconds: number) => ({ agency: 'hr-bureau', status, count: 1, oldestSeconds });
const due = (attempts: number) => ({ agency: 'court', count: 2, attempts, oldestSeconds: 9 });

describe('what is exchanged with agencies', () => {
  it.each([
    ['nothing is paused', judgePauses, {}, 'OK', ''],
    ['an agency is paused', judgePauses, { paused: ['court'] }, 'WARNING', 'agency resume'],
    ['nothing was delivered', judgeFeeds, {}, 'OK', ''],
    ['a file is being taken', judgeFeeds, { feedFiles: [file('APPLYING', 60)] }, 'OK', ''],
    ['a file does not come to an end', judgeFeeds, { feedFiles: [file('APPLYING', 7_200)] }, 'WARNING', 'feed list'],
    ['a file was given up', judgeFeeds, { feedFiles: [file('HALTED', 1)] }, 'FAULT', 'feed list'],
    ['rows wait in quarantine', judgeFeeds, { quarantinedRows: 3 }, 'WARNING', 'correctRow'],
    ['all days agree', judgeReconciliation, {}, 'OK', ''],
    ['a day has just been asked for', judgeReconciliation, { reconciliationsDue: [due(1)] }, 'OK', ''],
    ['a day cannot be read', judgeReconciliation, { reconciliationsDue: [due(3)] }, 'WARNING', 'reconcile --agency'],
    [
      'a difference is open',
      judgeReconciliation,
      { differences: [{ agency: 'court', owner: 'AGENCY', count: 1 }] },
      'WARNING',
      'resolveReconciliationItem',
    ],
    ['every endpoint answers', judgeWebhooks, {}, 'OK', ''],
    [
      'an endpoint is disabled',
      judgeWebhooks,
      { webhooksDisabled: [{ agency: 'court', count: 1 }] },
      'WARNING',
      'webhooks resume',
    ],
  ] as const)('%s', (_when, judge, backlog, state, mend) => {
    const found = judge({ ...NOTHING, ...backlog });

    expect(found.state).toBe(state);
    expect(JSON.stringify(found)).toContain(mend);
  });
});
