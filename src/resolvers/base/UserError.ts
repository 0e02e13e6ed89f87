import type {
  DuplicateCaseErrorResolvers,
  InvalidInputErrorResolvers,
  NotEligibleErrorResolvers,
  StateConflictErrorResolvers,
  UserErrorResolvers,
} from '#generated/graphql.ts';
import { userErrorFields, userErrorType } from '#resolvers/user-errors.ts';

export const UserError: UserErrorResolvers = { __resolveType: userErrorType };

export const InvalidInputError: InvalidInputErrorResolvers = userErrorFields;

export const StateConflictError: StateConflictErrorResolvers = {
  ...userErrorFields,
  currentStatus: (fault) => fault.details?.currentStatus ?? null,
};

export const NotEligibleError: NotEligibleErrorResolvers = {
  ...userErrorFields,
  reasons: (fault) => fault.details?.reasons ?? [],
};

export const DuplicateCaseError: DuplicateCaseErrorResolvers = {
  ...userErrorFields,
  existing: async (fault, _args, { loaders }) =>
    (fault.details?.existingCaseId && (await loaders.case.load(fault.details.existingCaseId))) || null,
};
