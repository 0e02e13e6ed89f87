import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Random } from '../../support/factories/identifiers.ts';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The root fields in it. */
  readonly roots: readonly string[];
}

/** Values worth trying for text of any kind: ours, almost ours, and what has broken other gateways. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  "' OR 1=1 --",
  '%s%n',
  '../../etc/passwd',
  '<script>',
  '\u{20BB7}野家',
  '\u202E',
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  '990101198603120018',
  '99010119860312001X',
  '９９０１０１１９８６０３１２００１８',
  '990101',
  '990101001',
  '999999',
  '0',
  '-1',
  '1e400',
  '2026-02-30',
  '2026-11-21',
  '16500.00',
  '1,650',
  'hardship-aid',
  'courier-wage-arrears',
  'court',
  'economic-check',
  'home-visit',
  'AGREED',
  '覃桂兰',
  '19909900001',
];
const HOSTILE_NUMBERS = [0, 1, 2, 5, 20, 100, 101, -1, 2 ** 31 - 1, 2 ** 31, 1.5, Number.MAX_SAFE_INTEGER];
const FORMS: readonly unknown[] = [
  {},
  [],
  null,
  'text',
  { __typename: 'x' },
  { constructor: { prototype: 1 } },
  { a: { b: { c: [[[]]] } } },
  { n: 1e308 },
  {
    householdSize: 3,
    annualIncome: '18000.00',
    rigidExpenditure: '9000.00',
    hardshipCause: 'ILLNESS',
    facts: '主要劳动力患病住院',
  },
  { householdSize: '3', annualIncome: 18_000, rigidExpenditure: null, hardshipCause: 'LUCK', facts: '' },
];
const UUIDS = [
  '3f0c1f6e-4b1e-4c55-9d5e-0a4f6b1c2d3e',
  '3F0C1F6E-4B1E-4C55-9D5E-0A4F6B1C2D3E',
  '00000000-0000-0000-0000-000000000000',
  'not-a-uuid',
];

/**
 * Operations made from the schema, so that a field added tomorrow is tried tomorrow. Mostly valid, for a request that is
 * refused at once tries little; every argument is a variable. `ids` are global ids of rows that are there.
 */
export function createOperationMaker(
  schema: GraphQLSchema,
  random: Random,
  ids: readonly string[],
): (kind: 'query' | 'mutation') => RandomOperation {
  const chance = (share: number): boolean => random() < share;
  const below = (limit: number): number => Math.floor(random() * limit);
  function pick<Item>(items: readonly Item[]): Item {
    const item = items[below(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  function leaf(name: string): unknown {
    if (chance(0.05)) return pick<unknown>([...HOSTILE_TEXTS, ...HOSTILE_NUMBERS, true, [], {}]);
    if (name === 'ID') return chance(0.8) ? pick(ids) : pick(HOSTILE_TEXTS);
    if (name === 'Int' || name === 'Float') return pick(HOSTILE_NUMBERS);
    if (name === 'Boolean') return chance(0.5);
    if (name === 'UUID')
      return chance(0.6) ? UUIDS[0]?.replace('3f0c', below(65_536).toString(16).padStart(4, '0')) : pick(UUIDS);
    if (name === 'JSONObject') return pick(FORMS);
    return pick(HOSTILE_TEXTS);
  }

  function value(type: GraphQLInputType): unknown {
    if (isNonNullType(type)) return chance(0.01) ? null : value(type.ofType);
    if (chance(0.1)) return null;
    if (isListType(type)) return Array.from({ length: pick([0, 1, 1, 2, 101]) }, () => value(type.ofType));
    if (isEnumType(type)) return chance(0.95) ? pick(type.getValues()).name : pick(HOSTILE_TEXTS);
    if (!isInputObjectType(type)) return leaf(type.name);
    const fields = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) || chance(0.7));
    const entries: [string, unknown][] = fields.map((field) => [field.name, value(field.type)]);
    if (chance(0.02)) entries.push([pick(HOSTILE_TEXTS), 1]);
    return Object.fromEntries(entries);
  }

  function make(kind: 'query' | 'mutation'): RandomOperation {
    const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    const variables: Record<string, unknown> = {};
    const declared: string[] = [];

    function argument({ name, type }: GraphQLArgument): string {
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${String(type)}`);
      variables[variable] = value(type);
      return `${name}: $${variable}`;
    }

    function fieldText(field: GraphQLField<unknown, unknown>, depth: number): string {
      const wanted = field.args.filter((arg) => isNonNullType(arg.type) || chance(0.5));
      // The same field twice with other arguments needs another name.
      const alias = wanted.length > 0 ? `a${declared.length}: ` : '';
      const args = wanted.map(argument).join(', ');
      return `${alias}${field.name}${args && `(${args})`}${selection(field.type, depth)}`;
    }

    function selection(output: GraphQLOutputType, depth: number): string {
      const type = getNamedType(output);
      if (isLeafType(type)) return '';
      const parts: string[] = ['__typename'];
      if (isAbstractType(type)) {
        for (const member of schema.getPossibleTypes(type))
          if (chance(0.5)) parts.push(`... on ${member.name}${selection(member, depth)}`);
      } else if (isObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          const isLeaf = isLeafType(getNamedType(field.type));
          if (isLeaf ? chance(0.7) : depth > 0 && chance(0.4)) parts.push(fieldText(field, depth - 1));
        }
      }
      return ` { ${parts.join(' ')} }`;
    }

    const fields = Array.from({ length: kind === 'mutation' ? 1 : pick([1, 1, 2]) }, () =>
      pick(Object.values(root?.getFields() ?? {})),
    );
    const body = fields.map((field) => fieldText(field, 3)).join(' ');
    const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
    return { query: `${kind} ${head} { ${body} }`, variables, roots: fields.map(({ name }) => name) };
  }

  return make;
}
