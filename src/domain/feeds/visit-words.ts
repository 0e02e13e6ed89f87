import type { MedicalSettlement, SettlementResult } from '#domain/feeds/medical-settlement.ts';

/** A row of a file about a settlement that nobody has acted on yet. */
export interface UnfollowedWord {
  /** Of the settlement's row. */
  readonly id: string;
  readonly event: 'SETTLED' | 'REVERSED';
  readonly feedFileId: string;
  readonly row: number;
}

const OF_REVERSAL: readonly SettlementResult[] = ['REVERSED', 'CLAIM_WITHDRAWN', 'REVERSED_AFTER_PAYOUT'];

/** In the order in which they were said; ids of files sort by time. */
export function unfollowedWords(visit: readonly MedicalSettlement[]): readonly UnfollowedWord[] {
  const words = visit.flatMap(({ id, unfollowed }): UnfollowedWord[] => {
    if (!unfollowed) return [];
    const { feedFileId, settledRow, reversedRow } = unfollowed;
    return [
      ...(settledRow === undefined ? [] : [{ id, event: 'SETTLED' as const, feedFileId, row: settledRow }]),
      ...(reversedRow === undefined ? [] : [{ id, event: 'REVERSED' as const, feedFileId, row: reversedRow }]),
    ];
  });
  return words.toSorted((a, b) =>
    a.feedFileId === b.feedFileId ? a.row - b.row : a.feedFileId < b.feedFileId ? -1 : 1,
  );
}

/** The visit as if these words had not been said yet. */
export function visitWithout(
  visit: readonly MedicalSettlement[],
  unsaid: readonly UnfollowedWord[],
): readonly MedicalSettlement[] {
  return visit.flatMap((settlement): MedicalSettlement[] => {
    const { id, status, result } = settlement;
    const isUnsaid = (event: UnfollowedWord['event']) => unsaid.some((word) => word.id === id && word.event === event);
    if (status === 'REVERSED' && !isUnsaid('REVERSED'))
      return [{ ...settlement, result: OF_REVERSAL.includes(result) ? result : 'REVERSED' }];
    return isUnsaid('SETTLED') ? [] : [{ ...settlement, status: 'VALID' }];
  });
}
