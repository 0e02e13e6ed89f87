import { type DocumentShape, SHAPE_FIGURES } from '#app/limits/document-shape.ts';

/** Room for GraphiQL's introspection query and large fragments; more is a query nobody wrote by hand. */
export const MAX_TOKENS = 2_000;

/**
 * Measured on 2026-11-21 over the 244 operations in tests, bench, documents and the explorer: depth 6, 112 fields, 8 aliases,
 * 12 root fields, one directive at a place. Depth 8 would refuse what the contract offers: lead → case → referral → hand-over
 * → step → agency → name is ten with its pages. The introspection query of graphql-js is 15 deep with 230 fields.
 */
export const SHAPE_LIMITS: DocumentShape = {
  depth: 10,
  introspectionDepth: 20,
  fields: 200,
  introspectionFields: 300,
  spreads: 100,
  aliases: 15,
  rootFields: 20,
  directives: 8,
  operations: 10,
};

export interface ShapeExcess {
  readonly figure: keyof DocumentShape;
  readonly found: number;
  readonly limit: number;
}

/** The first figure above its limit. A fragment bomb's is written as the largest whole number JSON carries exactly. */
export function excessOf(shape: DocumentShape): ShapeExcess | undefined {
  const figure = SHAPE_FIGURES.find((each) => shape[each] > SHAPE_LIMITS[each]);
  return figure && { figure, found: Math.min(shape[figure], Number.MAX_SAFE_INTEGER), limit: SHAPE_LIMITS[figure] };
}
