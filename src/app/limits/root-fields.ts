import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * How often an operation asks for each root field, under whatever names and through whatever fragments. What @skip and
 * @include leave out counts.
 */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const inside = new Set<string>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }

  function count({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) counts.set(selection.name.value, (counts.get(selection.name.value) ?? 0) + 1);
      else if (selection.kind === Kind.INLINE_FRAGMENT) count(selection.selectionSet);
      else countFragment(selection.name.value);
    }
  }

  function countFragment(name: string): void {
    const fragment = fragments.get(name);
    if (!fragment || inside.has(name)) return;
    inside.add(name);
    count(fragment.selectionSet);
    inside.delete(name);
  }

  count(operation.selectionSet);
  return counts;
}
