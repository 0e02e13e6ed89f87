import { describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { MedicalSettlement } from '#domain/feeds/medical-settlement.ts';
import { unfollowedWords, visitWithout } from '#domain/feeds/visit-words.ts';

const FILE = '01990000-0000-7000-8000-00000000000a';
const LATER_FILE = '01990000-0000-7000-8000-00000000000b';

function settlement(id: string, changes: Partial<MedicalSettlement> = {}): MedicalSettlement {
  return {
    id,
    agencyCode: agencyCode('medical-insurance'),
    settlementId: id,
    visitId: 'V1',
    status: 'VALID',
    result: 'CLAIM_NOT_OPENED',
    receivedAt: new Date('2026-03-16T02:00:00Z'),
    ...changes,
  };
}

const shown = (visit: readonly MedicalSettlement[]) =>
  visit.map(({ id, status, result }) => `${id} ${status} ${result}`);

describe('what a file has said about a visit', () => {
  const visit = [
    settlement('A', { result: 'CLAIM_OPENED' }),
    settlement('B', { status: 'REVERSED', unfollowed: { feedFileId: FILE, settledRow: 7, reversedRow: 9 } }),
    settlement('C', { unfollowed: { feedFileId: LATER_FILE, settledRow: 1 } }),
    settlement('D', {
      status: 'REVERSED',
      result: 'REVERSED',
      unfollowed: { feedFileId: FILE, settledRow: 8, reversedRow: 2 },
    }),
  ];
  const words = unfollowedWords(visit);

  it('is in the order of files and rows', () => {
    expect(words.map(({ id, event }) => `${id} ${event}`)).toEqual([
      'D REVERSED',
      'B SETTLED',
      'D SETTLED',
      'B REVERSED',
      'C SETTLED',
    ]);
  });

  it.each([
    [0, ['A VALID CLAIM_OPENED']],
    [1, ['A VALID CLAIM_OPENED', 'D REVERSED REVERSED']],
    [2, ['A VALID CLAIM_OPENED', 'B VALID CLAIM_NOT_OPENED', 'D REVERSED REVERSED']],
    [4, ['A VALID CLAIM_OPENED', 'B REVERSED REVERSED', 'D REVERSED REVERSED']],
    [5, ['A VALID CLAIM_OPENED', 'B REVERSED REVERSED', 'C VALID CLAIM_NOT_OPENED', 'D REVERSED REVERSED']],
  ])('shows the visit as it stood after %i of its words', (said, expected) => {
    expect(shown(visitWithout(visit, words.slice(said)))).toEqual(expected);
  });

  it('takes back nothing that a reversal has come to already', () => {
    const withdrawn = settlement('A', { status: 'REVERSED', result: 'CLAIM_WITHDRAWN' });

    expect(visitWithout([withdrawn], [])).toEqual([withdrawn]);
  });
});
