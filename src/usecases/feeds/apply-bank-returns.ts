import { type BankReturn, wordsOfBankReason } from '#domain/feeds/bank-return.ts';
import type { FeedFile } from '#domain/feeds/feed-file.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { applyReply } from '#usecases/referrals/index.ts';

/** 5,000 rows take longer than a turn's lease. */
const RENEW_EVERY = 200;

/**
 * Tells each referral what became of its payment, as an answer of its bank: one transaction a row, so that a long file
 * stands in nobody's way. What an earlier turn or file left undone is done first. Once per row, however often it runs.
 */
export async function applyBankReturns(
  deps: UsecaseDependencies,
  file: FeedFile,
  { last }: { readonly last: number },
  renew: () => Promise<boolean>,
): Promise<void> {
  const effectIds = await deps.stores.bankReturns.unapplied(file.agencyCode, file.id, last);
  for (const [index, effectId] of effectIds.entries()) {
    if (index % RENEW_EVERY === RENEW_EVERY - 1 && !(await renew())) return;
    await applyOne(deps, file, effectId);
  }
}

async function applyOne(deps: UsecaseDependencies, { agencyCode }: FeedFile, effectId: string): Promise<void> {
  const end = await deps.unitOfWork.run(async (tx) => {
    const bankReturn = await tx.bankReturns.take(agencyCode, effectId);
    if (!bankReturn) return undefined;
    const result = await applyReply(tx, agencyCode, replyOf(bankReturn), deps);
    await tx.bankReturns.markApplied(agencyCode, effectId, deps.clock.now());
    return result;
  });
  if (!end) return;
  const { status, reason } = end;
  // A payment whose referral ended otherwise (a recall that came too late) is a person's to look at.
  const level = status === 'APPLIED' ? 'info' : 'warn';
  deps.log[level]({ agency: agencyCode, serial: effectKeyOf(effectId), status, reason }, 'bank return applied');
}

function replyOf({ referralId, result, reasonCode, paidOn, batchNo }: BankReturn) {
  const words = wordsOfBankReason(reasonCode);
  return {
    kind: 'REFERRAL_REPLY',
    referralId,
    event: 'COMPLETE',
    outcome: result,
    businessStatus: result === 'PAID' ? `成功·${paidOn ?? ''}` : `失败·${words.zh}`,
    note: result === 'PAID' ? `批次${batchNo}` : `${words.zh} / ${words.en}`,
  } as const;
}
