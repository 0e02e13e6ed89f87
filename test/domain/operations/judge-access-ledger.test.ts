import { describe, expect, it } from 'vitest';
import type { LedgerVerification } from '#domain/access/ledger-finding.ts';
import { judgeAccessLedger } from '#domain/operations/judge-access-ledger.ts';

const last: LedgerVerification = {
  id: '01990000-0000-7000-8000-00000000000a',
  startedAt: new Date('2026-03-01T19:00:00Z'),
  tookMs: 1,
  requestedBy: 'nightly',
  streams: 1,
  entries: 12,
  tableAnchors: 2,
  findingCount: 0,
  findings: [],
};

describe('the doctor, of the access ledger', () => {
  it.each<[string, LedgerVerification | undefined, string, string]>([
    ['was never verified', undefined, '2026-03-02T02:00:00Z', 'OK'],
    ['was whole last night', last, '2026-03-02T02:00:00Z', 'OK'],
    ['was whole, and one night was missed', last, '2026-03-03T19:00:00Z', 'OK'],
    ['has not been verified since', last, '2026-03-03T19:00:01Z', 'WARNING'],
    ['was tampered with', { ...last, findingCount: 3 }, '2026-03-02T02:00:00Z', 'FAULT'],
  ])('one that %s', (_what, verification, now, state) => {
    expect(judgeAccessLedger(verification, new Date(now)).state).toBe(state);
  });
});
