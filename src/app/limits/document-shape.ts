import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** How large a document is, each figure that of the largest of its operations and of the fragments that none of them uses. */
export interface DocumentShape {
  /** Fields inside one another; what is below `__schema` and `__type` is `introspectionDepth`. */
  readonly depth: number;
  readonly introspectionDepth: number;
  /** With every fragment put in place, those of introspection aside. */
  readonly fields: number;
  readonly introspectionFields: number;
  /** Fragments put in place, inline ones too. Without it a bomb of fragments that hold no field would weigh nothing. */
  readonly spreads: number;
  /** `__typename` under another name is one too. */
  readonly aliases: number;
  readonly rootFields: number;
  /** At one place. */
  readonly directives: number;
  /** Operations written in the document, of which one is executed. */
  readonly operations: number;
}

export const SHAPE_FIGURES = [
  'depth',
  'introspectionDepth',
  'fields',
  'introspectionFields',
  'spreads',
  'aliases',
  'rootFields',
  'directives',
  'operations',
] as const satisfies readonly (keyof DocumentShape)[];

const NOTHING: DocumentShape = {
  depth: 0,
  introspectionDepth: 0,
  fields: 0,
  introspectionFields: 0,
  spreads: 0,
  aliases: 0,
  rootFields: 0,
  directives: 0,
  operations: 0,
};

/**
 * Measures a parsed document, valid or not. Each fragment is measured once and its figures are added wherever it is spread,
 * so a document whose fragments unfold to 2^60 fields takes as long as one that writes as many fragments out. A fragment that
 * leads back to itself counts once; validation refuses it.
 */
export function measureDocument(document: DocumentNode): DocumentShape {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, DocumentShape>();

  function ofFragment(name: string): DocumentShape {
    const known = measured.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    measured.set(name, NOTHING);
    const shape = withPlace(ofSelections(fragment.selectionSet), fragment.directives);
    measured.set(name, shape);
    return shape;
  }

  function ofSelections({ selections }: SelectionSetNode): DocumentShape {
    let sum = NOTHING;
    for (const selection of selections) {
      const shape = selection.kind === Kind.FIELD ? ofField(selection) : inPlace(selection);
      sum = beside(sum, withPlace(shape, selection.directives));
    }
    return sum;
  }

  function inPlace(spread: FragmentSpreadNode | InlineFragmentNode): DocumentShape {
    const shape =
      spread.kind === Kind.FRAGMENT_SPREAD ? ofFragment(spread.name.value) : ofSelections(spread.selectionSet);
    return { ...shape, spreads: shape.spreads + 1 };
  }

  function ofField({ name, alias, selectionSet }: FieldNode): DocumentShape {
    const below = selectionSet ? ofSelections(selectionSet) : NOTHING;
    const aliases = below.aliases + (alias ? 1 : 0);
    if (name.value === '__schema' || name.value === '__type')
      return {
        ...NOTHING,
        aliases,
        spreads: below.spreads,
        directives: below.directives,
        introspectionDepth: below.depth + 1,
        introspectionFields: below.fields + 1,
        depth: 1,
        fields: 1,
        rootFields: 1,
      };
    return { ...below, aliases, depth: below.depth + 1, fields: below.fields + 1, rootFields: 1 };
  }

  let largest = NOTHING;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    let shape = withPlace(ofSelections(definition.selectionSet), definition.directives);
    for (const { directives } of definition.variableDefinitions ?? []) shape = withPlace(shape, directives);
    largest = { ...atLeast(largest, shape), operations: largest.operations + 1 };
  }
  // Validation looks at these too, and at every pair of their fields.
  for (const name of fragments.keys()) if (!measured.has(name)) largest = atLeast(largest, ofFragment(name));
  return largest;
}

function beside(one: DocumentShape, other: DocumentShape): DocumentShape {
  return {
    ...atLeast(one, other),
    fields: one.fields + other.fields,
    introspectionFields: one.introspectionFields + other.introspectionFields,
    spreads: one.spreads + other.spreads,
    aliases: one.aliases + other.aliases,
    rootFields: one.rootFields + other.rootFields,
  };
}

function atLeast(one: DocumentShape, other: DocumentShape): DocumentShape {
  const larger = { ...one };
  for (const figure of SHAPE_FIGURES) larger[figure] = Math.max(one[figure], other[figure]);
  return larger;
}

function withPlace(shape: DocumentShape, directives: readonly DirectiveNode[] = []): DocumentShape {
  return directives.length > shape.directives ? { ...shape, directives: directives.length } : shape;
}
