import type { MutationResolvers } from '#generated/graphql.ts';
import { answering } from '#resolvers/user-errors.ts';

export const createPartnerKey: NonNullable<MutationResolvers['createPartnerKey']> = (
  _parent,
  { input },
  { usecases },
) =>
  answering(async () => {
    const { result, replayed } = await usecases.createPartnerKey({
      ...input,
      agencyCode: input.agencyCode ?? undefined,
      roles: input.roles ?? undefined,
      divisionCode: input.divisionCode ?? undefined,
      lifeDays: input.lifeDays ?? undefined,
      holder: input.holder ?? undefined,
    });
    const key = (await usecases.findPartnerKey(result.keyId)) ?? null;
    return { key, secret: result.secret ?? null, replayed };
  });
