import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { recordBeforeAnswering } from '#app/record-before-answering.ts';
import type { Context } from '#resolvers/context.ts';
import type { CompiledExecutor } from './compiled-executor.ts';

type Gateway = ApolloServerOptionsWithGateway<Context>['gateway'];

/**
 * The only door through which Apollo lets somebody else execute: it believes that a federation gateway stands behind it.
 * Nothing is federated; the schema is our own.
 */
export function localGateway(schema: GraphQLSchema, execute: CompiledExecutor): Gateway {
  return {
    onSchemaLoadOrUpdate(announce) {
      announce({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      async executor({ document, queryHash, request, operationName, context }) {
        // Apollo types the context of a gateway loosely; it is the one that our own handler made.
        const ours = context as Context;
        const result = await execute({
          document,
          queryHash,
          operationName: request.operationName,
          variables: request.variables,
          context: ours,
        });
        return recordBeforeAnswering(result, ours, operationName);
      },
    }),
    stop: async () => {},
  };
}
