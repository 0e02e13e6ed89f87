import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Context } from '#resolvers/context.ts';
import { type CompiledOperation, compileOperation } from './compile-operation.ts';
import { createRecentlyUsed } from './recently-used.ts';
import { conditionVariables, settleConditions } from './settle-conditions.ts';

export interface OperationToRun {
  /** Validated. */
  readonly document: DocumentNode;
  /** Of the document's text; the same hash always comes with the same text. */
  readonly queryHash: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly context: Context;
}

export type CompiledExecutor = (operation: OperationToRun) => Promise<ExecutionResult>;

export interface CompiledExecutorOptions {
  /** Operations kept; the one not asked for longest makes room. */
  readonly capacity?: number;
  /** The how-manieth request for an operation compiles it. Not the first: compiling costs as much as ten executions. */
  readonly compileAt?: number;
  /** Told once for each operation that stays with graphql-js, and why. */
  readonly onStandard?: (reason: string) => void;
}

/** One operation of one document; compiled once for each way its conditions turn out. */
interface KnownOperation {
  readonly operation: OperationDefinitionNode | undefined;
  readonly conditions: readonly string[];
  readonly variants: Map<string, KnownVariant>;
}

interface KnownVariant {
  seen: number;
  compiled?: CompiledOperation | 'STANDARD';
}

/** A console has some dozens of operations; what is beyond is somebody trying things out. */
const CAPACITY = 500;
const COMPILE_AT = 2;
/** An operation with more conditions than it has uses is not worth compiling over and over. */
const MAX_VARIANTS = 16;

/**
 * Runs an operation as graphql-js would, with the same answer (test/app/compiled-executor), but through a function
 * compiled for it by graphql-jit: 20 members cost 33 µs instead of 216. What graphql-jit cannot do alike stays with
 * graphql-js. For queries and mutations; subscriptions do not come here.
 */
export function createCompiledExecutor(
  schema: GraphQLSchema,
  { capacity = CAPACITY, compileAt = COMPILE_AT, onStandard = () => {} }: CompiledExecutorOptions = {},
): CompiledExecutor {
  const operations = createRecentlyUsed<KnownOperation>(capacity);

  function compiledFor({
    document,
    queryHash,
    operationName,
    variables,
  }: OperationToRun): CompiledOperation | undefined {
    const known = operations.get(`${queryHash} ${operationName ?? ''}`, () => ({
      operation: getOperationAST(document, operationName) ?? undefined,
      conditions: conditionVariables(document),
      variants: new Map(),
    }));
    if (!known.operation) return undefined;
    const settled = settleConditions(known.conditions, known.operation, variables);
    if (!settled) return undefined;
    const key = [...settled.values()].join();
    const variant = known.variants.get(key) ?? { seen: 0 };
    if (variant.seen === 0 && known.variants.size < MAX_VARIANTS) known.variants.set(key, variant);
    variant.seen += 1;
    if (!variant.compiled && variant.seen >= compileAt) {
      const outcome = compileOperation(schema, document, operationName, settled);
      if (typeof outcome === 'string') onStandard(outcome);
      variant.compiled = typeof outcome === 'string' ? 'STANDARD' : outcome;
    }
    return variant.compiled === 'STANDARD' ? undefined : variant.compiled;
  }

  return async (request) => {
    const result = await compiledFor(request)?.(request.context, request.variables ?? {});
    if (result) return result;
    return execute({
      schema,
      document: request.document,
      contextValue: request.context,
      variableValues: request.variables ?? null,
      operationName: request.operationName ?? null,
    });
  };
}
