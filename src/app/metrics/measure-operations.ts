import type { ApolloServerPlugin } from '@apollo/server';
import { Kind, type OperationDefinitionNode } from 'graphql';
import type { Metrics } from '#app/metrics/create-metrics.ts';
import type { Context } from '#resolvers/context.ts';

/**
 * Times operations by their first root field and counts errors by code. Not by the operation's own name: that is the
 * caller's to choose, and anybody could fill the memory with names.
 */
export function measureOperations(metrics: Metrics): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      const started = performance.now();
      return {
        async willSendResponse({ operation, response }) {
          const seconds = (performance.now() - started) / 1000;
          metrics.operation.observe({ kind: operation?.operation ?? 'none', field: firstField(operation) }, seconds);
          if (response.body.kind !== 'single') return;
          for (const { extensions } of response.body.singleResult.errors ?? []) {
            const code = extensions?.['code'];
            metrics.graphqlErrors.inc({ code: typeof code === 'string' ? code : 'NONE' });
          }
        },
      };
    },
  };
}

/** Absent unless the document fits the schema, so the names are those of the schema. */
function firstField(operation: OperationDefinitionNode | undefined | null): string {
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return field?.name.value ?? 'none';
}
