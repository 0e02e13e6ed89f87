import { GraphQLError } from 'graphql';
import type { SubscriptionResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

/**
 * The whole new state each time, beginning with the present one, so that a missed notification costs nothing. Listening
 * begins before the present state is read, and goes on while a state is being sent.
 */
export const caseChanged: NonNullable<SubscriptionResolvers['caseChanged']> = {
  async *subscribe(_parent, { id }, context) {
    const caseId = rowIdOf('Case', id);
    // Nobody listens for a case they may not see.
    if (!caseId || !(await context.usecases.findCase(caseId))) {
      throw new GraphQLError('找不到，或无权查看 / not found, or not yours to see', { extensions: { code: 'NOT_FOUND' } });
    }
    const changes = context.caseChanges(caseId)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const changed = changes.next();
        const record = await context.usecases.findCase(caseId);
        if (!record) return;
        context.renewLoaders();
        yield { caseChanged: record };
        if ((await changed).done) return;
      }
    } finally {
      void changes.return?.();
    }
  },
};
