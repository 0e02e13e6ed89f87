import { type DocumentNode, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Context } from '#resolvers/context.ts';
import { rebuildErrors } from './rebuild-errors.ts';
import { underConditions } from './settle-conditions.ts';
import { whyNotCompiled } from './why-not-compiled.ts';

/** Undefined when nothing was executed, since the variables did not fit: graphql-js finds the words that callers know. */
export type CompiledOperation = (
  context: Context,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult | undefined>;

/**
 * The function for one operation under settled conditions, or why there is none. One thing is lost on the way: of an error
 * thrown while a scalar is serialised, graphql-jit keeps the message alone. None of ours throws there on purpose.
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  conditions: ReadonlyMap<string, boolean>,
): CompiledOperation | string {
  const source = document.loc?.source;
  if (!source) return 'a document without its text';
  const reason = whyNotCompiled(schema, document, operationName);
  if (reason !== undefined) return reason;
  // Parsed anew: graphql-jit writes notes on the nodes, and Apollo keeps its document for other operations.
  const own = underConditions(parse(source), conditions);
  const compiled = compileQuery(schema, own, operationName, { disablingCapturingStackErrors: true });
  if (!isCompiledQuery(compiled)) return compiled.errors?.[0]?.message ?? 'could not be compiled';
  return async (context, variables) => {
    const result: ExecutionResult = await compiled.query(undefined, context, { ...variables });
    return 'data' in result ? rebuildErrors(result, source) : undefined;
  };
}
