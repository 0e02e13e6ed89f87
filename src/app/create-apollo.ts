import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import { formatError } from '#app/format-error.ts';
import type { Logger } from '#platform/logger.ts';
import type { Context } from '#resolvers/context.ts';

/** Room for GraphiQL's introspection query and large fragments; more is a query nobody wrote by hand. */
const MAX_TOKENS = 2_000;

/** Started. Execution errors are answered with 200 as the media type asks; a refused role alone turns the whole answer 403. */
export async function createApollo(schema: GraphQLSchema, log: Logger): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema,
    // Callers are authenticated before they come here, in every mode.
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [
      // It would wrap every field and is of no use without caching proxies.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      callersFaultsAreNot500(),
    ],
  });
  await apollo.start();
  return apollo;
}

/** Apollo answers 500 for a few requests that are the caller's mistake; reliability first means telling the truth here too. */
function callersFaultsAreNot500(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          const { body } = response;
          if (response.http.status !== 500 || body.kind !== 'single') return;
          const codes = body.singleResult.errors?.map((error) => error.extensions?.['code']) ?? [];
          if (codes.length > 0 && codes.every((code) => code !== 'INTERNAL')) response.http.status = 400;
        },
      };
    },
  };
}
