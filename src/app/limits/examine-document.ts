import { createHash } from 'node:crypto';
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, parse } from 'graphql';
import { createRecentlyUsed } from '#app/compiled-executor/recently-used.ts';
import { type CostFormula, costFormula } from '#app/limits/cost-formula.ts';
import { measureDocument } from '#app/limits/document-shape.ts';
import { rootFieldsOf } from '#app/limits/root-fields.ts';
import { excessOf, MAX_TOKENS, type ShapeExcess } from '#app/limits/shape-limits.ts';

export interface ExaminedOperation {
  readonly cost: CostFormula;
  readonly rootFields: ReadonlyMap<string, number>;
}

/** What can be said of a document before anything of it is validated or executed. */
export interface ExaminedDocument {
  /** SHA-256 of its text, in hex. */
  readonly hash: string;
  readonly excess?: ShapeExcess | undefined;
  /** The one that would be executed; undefined when that cannot be told or the text is no GraphQL, which Apollo explains. */
  operation(name: string | undefined): ExaminedOperation | undefined;
}

export type ExamineDocument = (text: string) => ExaminedDocument;

/** As many as operations are kept compiled. */
const KEEP = 500;

export function documentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Documents are parsed and measured once and remembered by their hash: the second request for one costs a hash and, where
 * its cost depends on variables, a few multiplications. What is too large is measured and nothing else. `isTrusted` says
 * which documents need no measure.
 */
export function createExaminer(schema: GraphQLSchema, isTrusted: (hash: string) => boolean): ExamineDocument {
  const known = createRecentlyUsed<ExaminedDocument>(KEEP);
  return (text) => {
    const hash = documentHash(text);
    return known.get(hash, () => examine(schema, hash, text, isTrusted(hash)));
  };
}

function examine(schema: GraphQLSchema, hash: string, text: string, trusted: boolean): ExaminedDocument {
  const document = parsed(text);
  if (!document) return { hash, operation: () => undefined };
  const excess = trusted ? undefined : excessOf(measureDocument(document));
  if (excess) return { hash, excess, operation: () => undefined };
  const operations = new Map<string | undefined, ExaminedOperation>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const cost = costFormula(schema, document, definition);
    operations.set(definition.name?.value, { cost, rootFields: rootFieldsOf(document, definition) });
  }
  const [only, ...more] = operations.values();
  return {
    hash,
    operation: (name) => (name === undefined && more.length === 0 ? only : operations.get(name)),
  };
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text, { maxTokens: MAX_TOKENS, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
