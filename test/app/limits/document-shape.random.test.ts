import fc from 'fast-check';
import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { type DocumentShape, measureDocument } from '#app/limits/document-shape.ts';

/** A document of some fragments, each of which spreads later ones only, so that it unfolds to something that ends. */
const documents = fc
  .array(fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  .map((bodies) => {
    const bodyOf = (choices: readonly number[], level: number): string =>
      choices.map((choice) => selectionOf(choice, level, bodies.length)).join(' ');
    const fragments = bodies.map((choices, level) => `fragment F${level} on T { ${bodyOf(choices, level)} }`);
    return `{ ...F0 x { ...F0 } } ${fragments.join(' ')}`;
  });

function selectionOf(choice: number, level: number, levels: number): string {
  const next = level + 1 + (choice % 2);
  switch (choice % 6) {
    case 0:
      return 'a';
    case 1:
      return next < levels ? `...F${next}` : 'b @d @d';
    case 2:
      return next < levels ? `c { ...F${next} d }` : 'e { f { g } }';
    case 3:
      return 'y: h @d';
    case 4:
      return next < levels ? `... @d { ...F${next} ...F${next} }` : '... { i }';
    default:
      return next < levels ? `z: j @d @d @d { k { ...F${next} } }` : '__typename';
  }
}

type Figures = Omit<DocumentShape, 'introspectionDepth' | 'introspectionFields' | 'operations'>;

/** The same figures the slow way: every fragment written out wherever it is spread. */
function unfolded(text: string): Figures {
  const { definitions } = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const reached = new Set<string>();

  function figuresOf(start: SelectionSetNode): Figures {
    const figures = { depth: 0, fields: 0, spreads: 0, aliases: 0, rootFields: 0, directives: 0 };
    function walk(set: SelectionSetNode | undefined, depth: number): void {
      for (const selection of set?.selections ?? []) {
        figures.directives = Math.max(figures.directives, selection.directives?.length ?? 0);
        if (selection.kind === Kind.FIELD) {
          figures.fields += 1;
          figures.depth = Math.max(figures.depth, depth + 1);
          if (depth === 0) figures.rootFields += 1;
          if (selection.alias) figures.aliases += 1;
          walk(selection.selectionSet, depth + 1);
          continue;
        }
        figures.spreads += 1;
        if (selection.kind === Kind.FRAGMENT_SPREAD) reached.add(selection.name.value);
        const inside = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        walk(inside?.selectionSet, depth);
      }
    }
    walk(start, 0);
    return figures;
  }

  const [operation] = definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('the operation comes first');
  const all = [figuresOf(operation.selectionSet)];
  for (const [name, { selectionSet }] of fragments) if (!reached.has(name)) all.push(figuresOf(selectionSet));
  const names = Object.keys(all[0] ?? {}) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, Math.max(...all.map((each) => each[name]))])) as Record<
    keyof Figures,
    number
  >;
}

describe('a document measured fragment by fragment', () => {
  it('has the figures it has with every fragment written out', () => {
    let most = 0;
    fc.assert(
      fc.property(documents, (text) => {
        const slow = unfolded(text);

        expect(measureDocument(parse(text))).toMatchObject(slow);
        most = Math.max(most, slow.spreads);
      }),
      { numRuns: 500 },
    );
    // Or there was little to unfold.
    expect(most).toBeGreaterThan(10);
  });
});
