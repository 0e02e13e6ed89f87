import { GraphQLError } from 'graphql';
import type { SubscriptionResolvers } from '#generated/graphql.ts';
import { rowIdOf } from '#resolvers/global-id.ts';

/** The whole new state each time, beginning with the present one, so that a missed notification costs nothing. */
export const caseChanged: NonNullable<SubscriptionResolvers['caseChanged']> = {
  async *subscribe(_parent, { id }, context) {
    const caseId = rowIdOf('Case', id);
    const current = caseId && (await context.usecases.findCase(caseId));
    if (!caseId || !current) throw new GraphQLError('找不到，或无权查看 / not found, or not yours to see', { extensions: { code: 'NOT_FOUND' } });
    const changes = context.caseChanges(caseId);
    yield { caseChanged: current };
    for await (const changedId of changes) {
      const record = await context.usecases.findCase(changedId);
      if (!record) return;
      context.renewLoaders();
      yield { caseChanged: record };
    }
  },
};
