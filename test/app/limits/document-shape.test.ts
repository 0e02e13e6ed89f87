import { getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type DocumentShape, measureDocument } from '#app/limits/document-shape.ts';
import { excessOf, SHAPE_LIMITS } from '#app/limits/shape-limits.ts';

const measure = (text: string): DocumentShape => measureDocument(parse(text, { noLocation: true }));

describe('the shape of a document', () => {
  it.each<[string, string, Partial<DocumentShape>]>([
    ['fields inside one another', '{ a { b { c } } d }', { depth: 3, fields: 4, rootFields: 2 }],
    ['inline fragments, which are no level', '{ a { ... on B { ... { c } } } }', { depth: 2, fields: 2 }],
    [
      'a fragment wherever it is spread',
      '{ a { ...F } b { c { ...F } } } fragment F on T { d { e } }',
      { depth: 4, fields: 7, rootFields: 2 },
    ],
    [
      'fragments put in place, inline ones too',
      '{ ... { ...F } a { ...F } } fragment F on T { ...G } fragment G on T { b }',
      { spreads: 5 },
    ],
    ['a fragment of root fields', '{ ...F a } fragment F on Query { b c }', { rootFields: 3, depth: 1 }],
    [
      'other names, through fragments too',
      '{ x: __typename a { y: b ...F ...F } } fragment F on T { z: c }',
      { aliases: 4 },
    ],
    ['directives where most of them stand', '{ a @x @x @x b @y ...F @z } fragment F on T { c }', { directives: 3 }],
    ['directives of variables', 'query ($a: Int @x @x) { b(c: $a) }', { directives: 2 }],
    ['directives of fragments', '{ ...F } fragment F on T @x @x { c }', { directives: 2 }],
    [
      'the largest of several operations',
      'query A { a } query B { a { b { c } } }',
      { depth: 3, fields: 3, operations: 2 },
    ],
    ['a fragment that nobody spreads', '{ a } fragment F on T { b { c { d } } }', { depth: 3, fields: 3 }],
    ['a fragment that leads back to itself, once', '{ ...F } fragment F on T { a { ...F } }', { depth: 1, fields: 1 }],
    ['a fragment that is not there as nothing', '{ a ...F }', { fields: 1 }],
    [
      'introspection for itself',
      '{ a __schema { types { name fields { name } } } }',
      { depth: 1, fields: 2, introspectionDepth: 4, introspectionFields: 5 },
    ],
  ])('counts %s', (_what, text, figures) => {
    expect(measure(text)).toMatchObject(figures);
  });

  it('has room for the question that explorers ask first', () => {
    const everything = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });

    expect(excessOf(measure(everything))).toBeUndefined();
  });

  it('of a fragment bomb is measured by what is written, not by what it unfolds to', () => {
    const levels = 150;
    const fragments = Array.from(
      { length: levels },
      (_, n) => `fragment F${n} on Q { ...F${n + 1} b { ...F${n + 1} } }`,
    );
    const bomb = parse(`{ ...F0 } ${fragments.join(' ')} fragment F${levels} on Q { a }`, { noLocation: true });
    let visits = 0;
    const counting = new Proxy(bomb.definitions, {
      get(target, name, receiver) {
        visits += 1;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });

    const shape = measureDocument({ ...bomb, definitions: counting });

    expect(shape.fields).toBeGreaterThan(2 ** levels - 1);
    expect(shape.depth).toBe(levels + 1);
    // Two walks over the definitions, whatever they hold.
    expect(visits).toBeLessThan(10 * levels);
    expect(excessOf(shape)).toEqual({ figure: 'depth', found: levels + 1, limit: SHAPE_LIMITS.depth });
  });

  it.each([
    ['are not there', '...Missing'],
    ['lead back to the first', '...F0'],
  ])('of a bomb without a field, whose last fragments %s, is not nothing', (_what, last) => {
    const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Q { ...F${n + 1} ... { ...F${n + 1} } }`);

    const shape = measure(`{ ...F0 } ${fragments.join(' ')} fragment F60 on Q { ${last} }`);

    expect(shape.spreads).toBeGreaterThan(2 ** 60);
    expect(excessOf(shape)).toMatchObject({ figure: 'spreads', limit: SHAPE_LIMITS.spreads });
  });

  it('is refused by the first figure above its limit, never by one at it', () => {
    expect(excessOf(SHAPE_LIMITS)).toBeUndefined();
    for (const figure of Object.keys(SHAPE_LIMITS) as (keyof DocumentShape)[]) {
      const found = SHAPE_LIMITS[figure] + 1;
      expect(excessOf({ ...SHAPE_LIMITS, [figure]: found })).toEqual({ figure, found, limit: found - 1 });
    }
  });
});
