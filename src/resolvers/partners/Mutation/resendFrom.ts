import type { MutationResolvers } from '#generated/graphql.ts';
import { changeEndpoint } from '../change-endpoint.ts';

export const resendFrom: NonNullable<MutationResolvers['resendFrom']> = (_parent, { input }, { usecases }) =>
  changeEndpoint(usecases, input, (decoded) => usecases.resendFrom(decoded));
