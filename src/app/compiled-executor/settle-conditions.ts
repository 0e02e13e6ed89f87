import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';

/** The variables on which @skip and @include of a document depend, in the order of their first use. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      const value = isCondition(node) ? node.arguments?.[0]?.value : undefined;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** What the conditions are this time, with defaults; undefined when one is no boolean, which graphql-js then explains. */
export function settleConditions(
  names: readonly string[],
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>> | undefined,
): ReadonlyMap<string, boolean> | undefined {
  const settled = new Map<string, boolean>();
  for (const name of names) {
    const given = variables?.[name] ?? defaultOf(name, operation);
    if (typeof given !== 'boolean') return undefined;
    settled.set(name, given);
  }
  return settled;
}

/**
 * The document as it is under these conditions, without @skip and @include. graphql-jit notes conditions on the nodes of
 * the document, so a fragment spread in two places gets the conditions of both.
 */
export function underConditions(document: DocumentNode, settled: ReadonlyMap<string, boolean>): DocumentNode {
  function stays({ name, arguments: given }: DirectiveNode): boolean {
    const value = given?.[0]?.value;
    const holds =
      value?.kind === Kind.VARIABLE ? settled.get(value.name.value) : value?.kind === Kind.BOOLEAN && value.value;
    return name.value === 'include' ? holds === true : holds === false;
  }
  function settle<Node extends ASTNode & { readonly directives?: readonly DirectiveNode[] | undefined }>(node: Node) {
    const conditions = node.directives?.filter(isCondition) ?? [];
    if (conditions.length === 0) return undefined;
    if (!conditions.every(stays)) return null;
    return { ...node, directives: node.directives?.filter((directive) => !isCondition(directive)) ?? [] };
  }
  return visit(document, {
    Field: { enter: settle },
    FragmentSpread: { enter: settle },
    InlineFragment: { enter: settle },
  });
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

function defaultOf(name: string, { variableDefinitions = [] }: OperationDefinitionNode): boolean | undefined {
  const value = variableDefinitions.find(({ variable }) => variable.name.value === name)?.defaultValue;
  return value?.kind === Kind.BOOLEAN ? value.value : undefined;
}
