import type { Context } from '#resolvers/context.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

interface Subject {
  readonly idempotencyKey: string;
  readonly referralId: string;
}

/** The frame of the mutations on a referral: its id decoded, the use case called, the referral shown as it is now. */
export function changingReferral(
  input: Subject,
  { usecases }: Context,
  change: (
    subject: Subject,
  ) => Promise<{ readonly result: { readonly referralId: string }; readonly replayed: boolean }>,
) {
  return answering(async () => {
    const referralId = requireRowId('Referral', input.referralId, 'referralId');
    const { result, replayed } = await change({ idempotencyKey: input.idempotencyKey, referralId });
    return { referral: (await usecases.findReferral(result.referralId)) ?? null, replayed };
  });
}
