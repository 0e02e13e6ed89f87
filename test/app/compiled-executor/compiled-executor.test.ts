import { NoUnusedVariablesRule, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createCompiledExecutor } from '#app/compiled-executor/compiled-executor.ts';
import type { Context } from '#resolvers/context.ts';
import { type Random, seededRandom } from '../../support/factories/identifiers.ts';
import { createComparison } from './support/compare.ts';
import { createOddSchema, type Moods } from './support/odd-schema.ts';
import { randomDocument } from './support/random-document.ts';

const DOCUMENTS = 150;
// Its resolvers read no context.
const makeContext = (): Context => ({}) as Context;
const RULES = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);

function someVariables(random: Random): Record<string, unknown> {
  const given: [string, unknown][] = [
    ...['b0', 'b1', 'b2'].map((name): [string, unknown] => [name, random() < 0.5]),
    ['t', random() < 0.3 ? null : 'given'],
    ['n', [1, null]],
    ['f', { numbers: 3, inner: { colour: 'RED' } }],
  ];
  return Object.fromEntries(given.filter(([name]) => name.startsWith('b') || random() < 0.5));
}

/** The calls of both runs; after an error, how many siblings are still asked is the executor's own affair. */
function halves(calls: readonly string[], trouble: number): readonly [readonly string[], readonly string[]] {
  return trouble > 0 ? [[], []] : [calls.slice(0, calls.length / 2), calls.slice(calls.length / 2)];
}

const MOODS: readonly Moods[] = [
  { trouble: 0, answers: 'MIXED' },
  { trouble: 0.05, answers: 'AT_ONCE' },
  { trouble: 0.05, answers: 'LATER' },
];

describe('documents nobody wrote are answered as graphql-js answers them', () => {
  it.each(MOODS)(
    'with $trouble of trouble, fields answering $answers',
    async (moods) => {
      const { schema, calls } = createOddSchema(moods);
      const root = schema.getQueryType()!;
      const compare = createComparison(schema, makeContext);
      let compiled = 0;
      for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
        const random = seededRandom(seed);
        const query = randomDocument(schema, random, root, 'query');
        expect(validate(schema, parse(query), RULES)).toEqual([]);
        for (let round = 0; round < 3; round += 1) {
          calls.length = 0;
          const outcome = await compare(query, someVariables(random));

          expect(outcome.compiled, `seed ${seed}`).toEqual(outcome.standard);
          if (outcome.reason === undefined) compiled += 1;
          const [first, second] = halves(calls, moods.trouble);
          expect(second.toSorted()).toEqual(first.toSorted());
        }
      }
      // Or nothing would have been compared.
      expect(compiled).toBe(DOCUMENTS * 3);
    },
    60_000,
  );

  it.each([0, 0.2])('mutations with %f of trouble, one after another', async (trouble) => {
    const { schema, calls } = createOddSchema({ trouble, answers: 'LATER' });
    const root = schema.getMutationType()!;
    const compare = createComparison(schema, makeContext);
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = seededRandom(seed);
      const query = randomDocument(schema, random, root, 'mutation');
      calls.length = 0;
      const outcome = await compare(query, someVariables(random));

      expect(outcome.compiled, `seed ${seed}`).toEqual(outcome.standard);
      const [first, second] = halves(calls, trouble);
      expect(second).toEqual(first);
    }
  });
});

describe('what graphql-jit does otherwise', () => {
  const { schema } = createOddSchema({ trouble: 0, answers: 'AT_ONCE' });
  const compare = createComparison(schema, makeContext);

  it.each([
    ['{ __schema { queryType { name } types { name fields { name type { kind } } } } }', {}, 'introspection'],
    ['{ __type(name: "Leaf") { name } }', {}, 'introspection'],
    ['{ __proto__: branchThere { id } }', {}, 'an alias __proto__'],
    ['query Q($t: String) { echo(filter: { text: $t }) }', {}, 'a variable inside a literal'],
    ['query Q($n: Int) { echo(numbers: [1, $n]) }', {}, 'a variable inside a literal'],
    ['query Q($in: Nested) { nested(in: $in) }', { in: { inner: {} } }, 'the input type Nested holds itself'],
  ])('%s stays with graphql-js', async (query, variables, reason) => {
    const outcome = await compare(query, variables);

    expect(outcome).toEqual({ standard: outcome.standard, compiled: outcome.standard, reason });
  });

  it('a document that unfolds to more than can be compiled in passing stays with graphql-js', async () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) => `fragment L${level} on Branch { a: branch { ...L${level + 1} } b: branch { ...L${level + 1} } }`,
    );
    const query = `{ branch { ...L0 } } ${levels.join(' ')} fragment L40 on Branch { id }`;
    const { reason } = await compare(query);

    expect(reason).toMatch(/^unfolds to \d{10,} fields$/);
  });

  it.each([
    [
      'the same fragment under two conditions',
      '{ branchThere { ...F @include(if: $no) ...F } } fragment F on Branch { id }',
    ],
    [
      'one fragment in two places',
      '{ x: branchThere { ...F @skip(if: $yes) } y: branchThere { ...F } } fragment F on Branch { id }',
    ],
    ['nothing left', '{ branchThere { id @skip(if: $yes) } }'],
    ['the whole operation left out', '{ branchThere @include(if: $no) { id } }'],
  ])('%s is answered alike', async (_what, selections) => {
    const [fields, ...fragments] = selections.split(' fragment ');
    const query = `query Q($yes: Boolean = true, $no: Boolean!) ${fields} ${fragments.map((one) => `fragment ${one}`).join(' ')}`;
    for (const variables of [{ no: false }, { no: true }, { yes: false, no: false }, {}, { yes: 'x', no: 1 }]) {
      const outcome = await compare(query, variables);

      expect(outcome.compiled).toEqual(outcome.standard);
    }
  });

  it.each([
    { numbers: ['one'] },
    { numbers: 'one' },
    { filter: { colour: 'PINK' } },
    { filter: { inner: {} } },
    { filter: { unknown: 1 } },
    { filter: { inner: { colour: 'RED' } }, numbers: 1.5 },
    { colour: 'BLUE' },
    { colour: null },
  ])('variables %j get the same words', async (variables) => {
    const query =
      'query Q($numbers: [Int], $filter: Filter, $colour: Colour! = RED) { echo(numbers: $numbers, filter: $filter, colour: $colour) }';
    const outcome = await compare(query, variables);

    expect(outcome.compiled).toEqual(outcome.standard);
  });

  it('one operation of several is told apart by its name', async () => {
    const query = 'query A { branchThere { ...F } } query B { branchThere { ...F id } } fragment F on Branch { text }';
    for (const name of ['A', 'B', 'A', 'C', undefined]) {
      const outcome = await compare(query, {}, name);

      expect(outcome.compiled).toEqual(outcome.standard);
    }
  });

  it('compiles an operation when it comes again, and keeps no more than its capacity', async () => {
    const told: string[] = [];
    const run = createCompiledExecutor(schema, { capacity: 2, onStandard: (reason) => void told.push(reason) });
    const ask = (query: string) =>
      run({
        document: parse(query),
        queryHash: query,
        operationName: undefined,
        variables: {},
        context: makeContext(),
      });
    const odd = (name: string) => `{ __type(name: "${name}") { name } }`;

    await ask(odd('Leaf'));
    expect(told).toEqual([]);
    await ask(odd('Leaf'));
    await ask(odd('Leaf'));
    expect(told).toEqual(['introspection']);
    await ask(odd('Any'));
    await ask(odd('Node'));
    await ask(odd('Leaf'));
    expect(told).toEqual(['introspection']);
    await ask(odd('Leaf'));
    expect(told).toEqual(['introspection', 'introspection']);
  });
});
