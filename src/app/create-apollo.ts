import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import {
  type ASTNode,
  type ASTVisitor,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  type ValidationContext,
} from 'graphql';
import { type CompiledExecutorOptions, createCompiledExecutor } from '#app/compiled-executor/compiled-executor.ts';
import { localGateway } from '#app/compiled-executor/local-gateway.ts';
import { formatError } from '#app/format-error.ts';
import { isSound } from '#app/json-body.ts';
import { isEngineer } from '#app/limits/admit-operation.ts';
import { MAX_TOKENS } from '#app/limits/shape-limits.ts';
import type { QueryAllowance } from '#domain/access/query-budget.ts';
import { PASSING_ERRORS } from '#domain/passing-errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { Context } from '#resolvers/context.ts';

export interface ApolloOptions extends Pick<CompiledExecutorOptions, 'compileAt'> {
  readonly morePlugins?: readonly ApolloServerPlugin<Context>[];
}

/**
 * Started. Errors of execution, a refused role among them, are answered with 200 and a code; a request that cannot be
 * executed at all with 400.
 */
export async function createApollo(
  schema: GraphQLSchema,
  log: Logger,
  { compileAt, morePlugins = [] }: ApolloOptions = {},
): Promise<ApolloServer<Context>> {
  const onStandard = (reason: string): void => log.debug({ reason }, 'an operation is not compiled');
  const execute = createCompiledExecutor(schema, { onStandard, ...(compileAt && { compileAt }) });
  const apollo = new ApolloServer<Context>({
    gateway: localGateway(schema, execute),
    // Parsed and validated documents are kept by Apollo itself, up to 30 MiB of them.
    // Callers are authenticated before they come here, in every mode.
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // Any caller could fill the cache, and a wrong version or hash would be answered as a fault of ours.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [soundLiterals],
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [
      // It would wrap every field and is of no use without caching proxies.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      refuseUnsound(),
      callersFaultsAreNot500(),
      errorsInPlainJson(),
      noGuesses(),
      tellCost(),
      ...morePlugins,
    ],
  });
  await apollo.start();
  return apollo;
}

/** Validation rule: literals written into the document can be kept, as `isSound` asks of variables. */
export function soundLiterals(context: Pick<ValidationContext, 'reportError'>): ASTVisitor {
  const check = (value: string | number, node: ASTNode): void => {
    if (!isSound(value)) context.reportError(new GraphQLError(UNSOUND, { nodes: node }));
  };
  return {
    StringValue: (node) => check(node.value, node),
    FloatValue: (node) => check(Number(node.value), node),
    IntValue: (node) => check(Number(node.value), node),
  };
}

const UNSOUND = '含有无法保存的字符或数字 / holds a character or a number that cannot be stored';

/** Undefined when the variables can be kept; the values themselves are the schema's business. */
export function unsoundVariables(variables: unknown): GraphQLError | undefined {
  if (isSound(variables)) return undefined;
  return new GraphQLError(`变量${UNSOUND.replace(' / ', ' / a variable ')}`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

function refuseUnsound(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, operation }) {
          const fault = unsoundVariables(request.variables);
          if (fault) throw fault;
          if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
          throw new GraphQLError(
            '订阅请用 WebSocket（graphql-transport-ws） / subscriptions go over WebSocket (graphql-transport-ws)',
            {
              extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
            },
          );
        },
      };
    },
  };
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
          if (codes.some((code) => typeof code === 'string' && Object.hasOwn(PASSING_ERRORS, code)))
            response.http.status = 503;
          else if (codes.length > 0 && !codes.includes('INTERNAL')) response.http.status = 400;
        },
      };
    },
  };
}

/**
 * graphql-js guesses which name was meant, and so tells names to whoever keeps guessing wrong. Engineers are helped; who works
 * with a finished application has no use for it.
 */
export function withoutGuess(message: string): string {
  return message.replace(/ Did you mean .+\?$/s, '');
}

function noGuesses(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          const { body } = response;
          if (body.kind !== 'single' || !body.singleResult.errors || isEngineer(contextValue.viewer)) return;
          body.singleResult.errors = body.singleResult.errors.map((error) => ({
            ...error,
            message: withoutGuess(error.message),
          }));
        },
      };
    },
  };
}

function tellCost(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, contextValue }) {
          const { body } = response;
          if (body.kind !== 'single') return;
          body.singleResult.extensions = { ...body.singleResult.extensions, ...costExtension(contextValue.allowance) };
        },
      };
    },
  };
}

/** What every answer says of its cost. */
export function costExtension({ cost, remaining, limit, resetAt }: QueryAllowance): object {
  return { cost: { requested: cost, remaining, limit, resetAt } };
}

/** Codes of a document or variables that do not fit the schema. */
const NOT_EXECUTABLE = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * GraphQL over HTTP, “application/json”: whoever asks for that media type and nothing else expects 200 for every
 * well-formed request, since a proxy may answer JSON of its own under any other status.
 */
function errorsInPlainJson(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ request, response }) {
          const { body } = response;
          if (request.http?.headers.get('accept')?.trim() !== 'application/json') return;
          if (response.http.status !== 400 || body.kind !== 'single') return;
          const codes = body.singleResult.errors?.map((error) => String(error.extensions?.['code'])) ?? [];
          if (codes.length > 0 && codes.every((code) => NOT_EXECUTABLE.has(code))) response.http.status = 200;
        },
      };
    },
  };
}
