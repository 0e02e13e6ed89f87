import { type ExecutionResult, GraphQLError } from 'graphql';
import { LedgerUnavailableError } from '#domain/access/access-ledger.ts';
import type { Context } from '#resolvers/context.ts';

/**
 * What an answer shows of people and cases is in the access ledger before the answer leaves the house; where that cannot be,
 * nothing of the answer does. A change that was made stays made: the same idempotency key gives its answer again.
 */
export async function recordBeforeAnswering<Result extends object>(
  result: Result,
  { recordShown }: Pick<Context, 'recordShown'>,
  operation: string | null | undefined,
): Promise<Result | ExecutionResult> {
  try {
    await recordShown(operation ?? undefined);
    return result;
  } catch (error) {
    if (!(error instanceof LedgerUnavailableError)) throw error;
    return { errors: [new GraphQLError(error.message, { originalError: error })] };
  }
}
