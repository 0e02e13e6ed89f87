import { RequestRefusedError, type UserFault } from '#domain/errors.ts';
import { USER_ERRORS } from '#domain/user-errors.ts';
import type { Context } from '#resolvers/context.ts';

/** Runs a mutation; a refused request becomes its `userErrors`, anything else is rethrown. */
export async function answering<Payload extends object>(
  work: () => Promise<Payload>,
): Promise<(Payload & { userErrors: readonly UserFault[] }) | { userErrors: readonly UserFault[]; replayed: false }> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (error instanceof RequestRefusedError) return { userErrors: error.faults, replayed: false };
    throw error;
  }
}

const DOCS = '/docs/errors.md#';

/** The fields every concrete UserError shares, in the caller's language. */
export const userErrorFields = {
  code: (fault: UserFault) => fault.code,
  path: (fault: UserFault) => fault.path ?? null,
  message: (fault: UserFault, _args: unknown, { language }: Context) => USER_ERRORS[fault.code][language],
  remedy: (fault: UserFault, _args: unknown, { language }: Context) =>
    USER_ERRORS[fault.code][language === 'zh' ? 'remedyZh' : 'remedyEn'],
  docUrl: (fault: UserFault) => `${DOCS}${fault.code.toLowerCase().replaceAll('_', '-')}`,
};

export function userErrorType(fault: UserFault) {
  switch (fault.code) {
    case 'NOT_ELIGIBLE':
    case 'NO_AGENCY_AVAILABLE':
    case 'PASSPORT_NOT_GIVEN':
      return 'NotEligibleError';
    case 'CATALOGUE_FAULTY':
      return 'CatalogueFaultyError';
    case 'DUPLICATE_CASE':
      return 'DuplicateCaseError';
    case 'TRANSITION_REFUSED':
    case 'STALE_VERSION':
    case 'STAGE_NOT_NOW':
    case 'VERSION_NOT_REHEARSED':
      return 'StateConflictError';
    case 'EXTENSION_REFUSED':
      return 'ExtensionRefusedError';
    default:
      return 'InvalidInputError';
  }
}
