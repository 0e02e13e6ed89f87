import type { MutualAidEnrolmentResolvers } from '#generated/graphql.ts';
import { globalId } from '#resolvers/global-id.ts';

export const MutualAidEnrolment: MutualAidEnrolmentResolvers = {
  id: ({ id }) => globalId('MutualAidEnrolment', id),
};
