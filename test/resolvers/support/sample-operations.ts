import { createRequire } from 'node:module';
import type * as GraphqlJs from 'graphql';
import type { GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';

// As in watch.ts: the copy of graphql that the schema was built with.
const { isEnumType, isInputObjectType, isLeafType, isListType, isNonNullType } = createRequire(import.meta.url)(
  'graphql',
) as typeof GraphqlJs;

export interface SampleOperation {
  readonly field: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly text: string;
}

/**
 * One well-formed operation for each root field, made from the contract itself, so that a new field is there without
 * anybody thinking of it. What it names does not exist.
 */
export function sampleOperations(schema: GraphQLSchema): readonly SampleOperation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      field: field.name,
      kind,
      text: `${kind} { ${call(field)} }`,
    })),
  );
}

function call(field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter(({ type }) => isNonNullType(type)).map(({ name, type }) => `${name}: ${sample(type)}`);
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  const selection = isLeafType(type) ? '' : ' { __typename }';
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection}`;
}

/** A literal of that type; of an input object only what must be given. */
function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${fields.map((field) => `${field.name}: ${sample(field.type)}`).join(', ')} }`;
  }
  return LITERALS[type.name] ?? '"none"';
}

const LITERALS: Readonly<Record<string, string>> = {
  UUID: '"0f4dd3a0-2f4e-4b8e-9f0b-6d4e3e0c9a11"',
  JSONObject: '{}',
  Boolean: 'true',
  Int: '1',
  DivisionCode: '"990101"',
  LocalDate: '"2026-11-21"',
  DateTime: '"2026-11-21T02:00:00Z"',
};
