import { GraphQLError } from 'graphql';
import type { Case } from '#domain/cases/case.ts';
import type { SubscriptionResolvers } from '#generated/graphql.ts';
import type { Context } from '#resolvers/context.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

/** The whole new state each time, beginning with the present one, so that a missed notification costs nothing. */
export const caseChanged: NonNullable<SubscriptionResolvers['caseChanged']> = {
  async subscribe(_parent, { id }, context) {
    const caseId = rowIdOf('Case', id) ?? notFound();
    // Subscribed before the first state is read: a change in between comes as the next one.
    const changes = context.caseChanges(caseId);
    const present = await context.usecases.findCase(caseId);
    if (!present) {
      await changes.return?.();
      return notFound();
    }
    return statesOf(present, changes, context);
  },
};

interface CaseState {
  readonly caseChanged: Case;
}

function statesOf(
  present: Case,
  changes: AsyncIterableIterator<string>,
  context: Context,
): AsyncIterableIterator<CaseState> {
  let first: Case | undefined = present;
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    await changes.return?.();
    return { done: true, value: undefined };
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const record = first ?? (await nextState(changes, context));
      first = undefined;
      return record ? { done: false, value: { caseChanged: record } } : end();
    },
    return: end,
  };
}

/** Undefined when the subscriber left, or the case is no longer theirs to see. */
async function nextState(changes: AsyncIterableIterator<string>, context: Context): Promise<Case | undefined> {
  const { done, value } = await changes.next();
  if (done) return undefined;
  context.renewLoaders();
  return context.usecases.findCase(value);
}

function notFound(): never {
  throw new GraphQLError('找不到，或无权查看 / not found, or not yours to see', { extensions: { code: 'NOT_FOUND' } });
}
