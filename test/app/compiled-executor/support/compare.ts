import { setImmediate } from 'node:timers/promises';
import { type DocumentNode, execute, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import { type CompiledExecutor, createCompiledExecutor } from '#app/compiled-executor/compiled-executor.ts';
import type { Context } from '#resolvers/context.ts';

export interface Comparison {
  readonly standard: unknown;
  readonly compiled: unknown;
  /** Why graphql-js ran it both times; undefined when it was compiled. */
  readonly reason: string | undefined;
}

/** Runs an operation by graphql-js and compiled, each with a context of its own. */
export function createComparison(schema: GraphQLSchema, makeContext: () => Context) {
  let reason: string | undefined;
  const run = createCompiledExecutor(schema, { compileAt: 1, onStandard: (why) => void (reason = why) });

  return async (
    query: string,
    variables: Record<string, unknown> = {},
    operationName?: string,
  ): Promise<Comparison> => {
    reason = undefined;
    const document = parse(query);
    const standard = await execute({
      schema,
      document,
      contextValue: makeContext(),
      variableValues: variables,
      operationName: operationName ?? null,
    });
    // What was still under way when a null rose to the top belongs to the first run.
    await setImmediate();
    const compiled = await runOnce(run, document, { query, variables, operationName, context: makeContext() });
    return { standard: asAnswered(standard), compiled: asAnswered(compiled), reason };
  };
}

function runOnce(
  run: CompiledExecutor,
  document: DocumentNode,
  {
    query,
    variables,
    operationName,
    context,
  }: { query: string; variables: Record<string, unknown>; operationName: string | undefined; context: Context },
): Promise<ExecutionResult> {
  return run({ document, queryHash: query, operationName, variables, context });
}

/**
 * The answer as text, and its errors in an order of their own: which comes first depends on who is quicker. Of several
 * errors under one null the specification lets an executor keep some, so of those only the place of the null counts.
 */
function asAnswered(result: ExecutionResult): unknown {
  const { data, errors = [] } = JSON.parse(JSON.stringify(result)) as { data?: unknown; errors?: AnsweredError[] };
  return { data: JSON.stringify(data), errors: [...new Set(errors.map((error) => placed(error, data)))].toSorted() };
}

interface AnsweredError {
  readonly path?: readonly (string | number)[];
}

function placed(error: AnsweredError, data: unknown): string {
  const path = error.path ?? [];
  let at = data;
  for (const [depth, step] of path.entries()) {
    if (at === null) return `a null rose to ${JSON.stringify(path.slice(0, depth))}`;
    at = (at as Record<string | number, unknown>)[step];
  }
  return JSON.stringify(error);
}
