import type {
  CatalogueFaultyErrorResolvers,
  DuplicateCaseErrorResolvers,
  ExtensionRefusedErrorResolvers,
  InvalidInputErrorResolvers,
  NotEligibleErrorResolvers,
  StateConflictErrorResolvers,
  UserErrorResolvers,
} from '#generated/graphql.ts';
import { userErrorFields, userErrorType } from '#resolvers/user-errors.ts';

export const UserError: UserErrorResolvers = { __resolveType: userErrorType };

export const InvalidInputError: InvalidInputErrorResolvers = {
  ...userErrorFields,
  suggestions: (fault) => fault.details?.suggestions ?? [],
};

export const StateConflictError: StateConflictErrorResolvers = {
  ...userErrorFields,
  currentStatus: (fault) => fault.details?.currentStatus ?? null,
};

export const NotEligibleError: NotEligibleErrorResolvers = {
  ...userErrorFields,
  reasons: (fault) => fault.details?.reasons ?? [],
};

export const CatalogueFaultyError: CatalogueFaultyErrorResolvers = {
  ...userErrorFields,
  faults: (fault) => fault.details?.faults ?? [],
};

export const DuplicateCaseError: DuplicateCaseErrorResolvers = {
  ...userErrorFields,
  existing: async (fault, _args, { loaders }) =>
    (fault.details?.existingCaseId && (await loaders.case.load(fault.details.existingCaseId))) || null,
};

export const ExtensionRefusedError: ExtensionRefusedErrorResolvers = {
  ...userErrorFields,
  reason: ({ details }) => details?.extension?.refusal ?? 'NOT_EXTENDABLE',
  limit: ({ details }) => details?.extension?.limit ?? null,
  unit: ({ details }) => details?.extension?.unit ?? 'DAY',
};
