import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const rotatePartnerKey: NonNullable<MutationResolvers['rotatePartnerKey']> = (
  _parent,
  { input: { idempotencyKey, keyId, graceHours = 24 } },
  { usecases },
) =>
  answering(async () => {
    const rowId = requireRowId('PartnerKey', keyId, 'keyId');
    const { result, replayed } = await usecases.rotatePartnerKey({ idempotencyKey, keyId: rowId, graceHours });
    const key = (await usecases.findPartnerKey(rowId)) ?? null;
    return { key, secret: result.secret ?? null, replayed };
  });
