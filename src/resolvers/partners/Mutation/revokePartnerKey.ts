import type { MutationResolvers } from '#generated/graphql.ts';
import { requireRowId } from '#resolvers/global-id.ts';
import { answering } from '#resolvers/user-errors.ts';

export const revokePartnerKey: NonNullable<MutationResolvers['revokePartnerKey']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const keyId = requireRowId('PartnerKey', input.keyId, 'keyId');
    const { replayed } = await usecases.revokePartnerKey({ ...input, keyId });
    return { key: (await usecases.findPartnerKey(keyId)) ?? null, replayed };
  });
