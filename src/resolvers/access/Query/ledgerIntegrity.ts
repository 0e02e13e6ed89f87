import type { QueryResolvers } from '#generated/graphql.ts';

export const ledgerIntegrity: NonNullable<QueryResolvers['ledgerIntegrity']> = async (_parent, _args, { usecases }) =>
  (await usecases.showLedgerIntegrity()) ?? null;
