import { type GraphQLSchema, isObjectType, Kind, parse } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSchema, readSdl } from '#app/create-schema.ts';
import { costFormula } from '#app/limits/cost-formula.ts';
import { rootFieldsOf } from '#app/limits/root-fields.ts';
import { FIELD_COSTS, LIST_SIZES } from '#domain/access/field-cost.ts';

let schema: GraphQLSchema;
beforeAll(() => {
  schema = createSchema(readSdl());
});

function costOf(text: string, variables: Record<string, unknown> = {}): number {
  const document = parse(text);
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  return costFormula(schema, document, operation)(variables);
}

describe('what an operation costs', () => {
  it.each([
    ['nothing but being asked', '{ __typename }', 1],
    ['an object', '{ viewer { role name } }', 2],
    ['its own budget: nothing more', '{ rateLimit { remaining } }', 1],
    ['a page of twenty when nothing is said', '{ cases { nodes { id } } }', 2 + 20],
    ['a page as large as it says', '{ cases(first: 7) { nodes { id } } }', 2 + 7],
    ['the same by its edges', '{ cases(first: 7) { edges { cursor node { id } } } }', 2 + 7],
    ['never more than the largest page', '{ cases(first: 100000) { nodes { id } } }', 2 + 100],
    ['an empty page', '{ cases(first: 0) { totalCount nodes { id } } }', 2 + 5],
    ['what lies below a page, for each item', '{ cases(first: 10) { nodes { applicant { sex } } } }', 2 + 10 * 2],
    ['pages below pages', '{ people(first: 10) { nodes { cases(first: 5) { nodes { id } } } } }', 2 + 10 * (1 + 1 + 5)],
    ['lists without pages as three', '{ case(id: "x") { referrals { id } } }', 2 + 3],
    ['long ones as what they are', '{ case(id: "x") { timeline { sequence } } }', 2 + 20],
    ['lists of plain values as nothing', '{ case(id: "x") { consents { fields } } }', 2 + 3],
    [
      'another agency, for each person',
      '{ people(first: 10) { nodes { dockets { status } insuranceEnrolments { status } } } }',
      2 + 10 * (1 + 10 + 10),
    ],
    ['objects by their ids', '{ nodes(ids: ["a", "b", "c"]) { id } }', 1 + 3],
    ['the whole contract', '{ __schema { types { fields { name } } } }', 1 + 50],
    [
      'fragments wherever they are spread',
      '{ a: viewer { ...V } b: viewer { ...V } } fragment V on Viewer { person { id } }',
      1 + 2 * 2,
    ],
    [
      'a fragment that holds the page',
      '{ cases(first: 4) { ...C } } fragment C on CaseConnection { nodes { applicant { id } } }',
      2 + 4 * 2,
    ],
    ['what is left out by a condition', '{ viewer @skip(if: true) { person { id } } }', 3],
    ['a mutation', 'mutation { rateCase(input: {}) { userErrors { code } } }', 1 + 10 + 3],
    ['nothing for what does not exist', '{ salaries { all { of { us } } } viewer { shoeSize } }', 2],
    ['a circle once', '{ viewer { ...A } } fragment A on Viewer { person { id } ...A }', 3],
  ])('%s', (_what, text, points) => {
    expect(costOf(text)).toBe(points);
  });

  const PAGE = 'query ($first: Int = 30) { cases(first: $first) { nodes { id } } }';
  it.each<[string, Record<string, unknown>, number]>([
    ['as they are given', { first: 50 }, 52],
    ['as they are declared when they are not', {}, 32],
    ['as the field says when they are null', { first: null }, 22],
    ['within the largest page', { first: 1e9 }, 102],
    ['not less than nothing', { first: -5 }, 22],
    ['whatever else they are', { first: 'x' }, 22],
    ['nor inherited', JSON.parse('{"__proto__":{"first":90}}') as Record<string, unknown>, 32],
  ])('takes variables %s', (_how, variables, points) => {
    expect(costOf(PAGE, variables)).toBe(points);
  });

  it('takes ids from variables', () => {
    expect(costOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b'] })).toBe(3);
  });

  it('is a whole number that GraphQL can write', () => {
    const pages = (levels: number): string =>
      levels === 0 ? 'id' : `cases(first: 100) { nodes { applicant { ${pages(levels - 1)} } } }`;
    const deep = `{ people(first: 100) { nodes { ${pages(5)} } } }`;

    expect(costOf(deep)).toBe(2_000_000_000);
    expect(costOf(PAGE, { first: 2.5 })).toBe(5);
  });
});

describe('the table of costs', () => {
  it('names fields that there are', () => {
    const unknown = [...Object.keys(FIELD_COSTS), ...Object.keys(LIST_SIZES)].filter((place) => {
      const [type = '', field = ''] = place.split('.');
      const object = schema.getType(type);
      return !isObjectType(object) || !(field in object.getFields());
    });

    expect(Object.keys(FIELD_COSTS).length).toBeGreaterThan(10);
    expect(unknown).toEqual([]);
  });
});

describe('the root fields of an operation', () => {
  it('are counted under whatever names and in whatever fragments', () => {
    const document = parse(
      '{ a: viewer { role } b: viewer { role } ... on Query { cases { totalCount } ...F } } fragment F on Query { viewer { name } ...F }',
    );
    const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;

    expect(Object.fromEntries(rootFieldsOf(document, operation))).toEqual({ viewer: 3, cases: 1 });
  });
});
