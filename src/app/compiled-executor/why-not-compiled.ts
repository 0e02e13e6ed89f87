import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  getOperationAST,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isObjectType,
  Kind,
  type ListValueNode,
  type ObjectValueNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  typeFromAST,
  visit,
} from 'graphql';

/** Compiled code grows with what the document unfolds to, and compiling holds up everybody. */
const MAX_FIELDS = 5_000;

/** Why an operation stays with graphql-js; undefined if it can be compiled. The document has been validated. */
export function whyNotCompiled(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): string | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation) return 'the operation to run cannot be told';
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) return 'subscriptions are not executed once';
  const root = schema.getRootType(operation.operation);
  if (!root) return 'no such root type';
  const oddity = oddityOf(document) ?? oddInputOf(schema, operation);
  if (oddity) return oddity;
  const fields = Math.max(
    unfolded(schema, document, operation.selectionSet, root),
    written(document, operation.selectionSet),
  );
  return fields > MAX_FIELDS ? `unfolds to ${fields} fields` : undefined;
}

function oddityOf(document: DocumentNode): string | undefined {
  let oddity: string | undefined;
  const refuseVariables = (node: ObjectValueNode | ListValueNode): void => {
    const inside = node.kind === Kind.LIST ? node.values : node.fields.map(({ value }) => value);
    if (inside.some(({ kind }) => kind === Kind.VARIABLE)) oddity = 'a variable inside a literal';
  };
  visit(document, {
    Field(node) {
      // A property of that name in generated code is no property.
      if (node.alias?.value === '__proto__') oddity = 'an alias __proto__';
      // Introspection: asked for seldom, and its types are graphql-js' own objects.
      if (node.name.value === '__schema' || node.name.value === '__type') oddity = 'introspection';
    },
    // graphql-jit takes such a variable for null when it was not given, instead of leaving the field to its default.
    ObjectValue: { leave: refuseVariables },
    ListValue: { leave: refuseVariables },
  });
  return oddity;
}

/** graphql-jit unfolds input types, and never ends with one that holds itself. */
function oddInputOf(schema: GraphQLSchema, operation: OperationDefinitionNode): string | undefined {
  function holdsItself(type: GraphQLNamedType | undefined, above: readonly GraphQLNamedType[]): boolean {
    if (!isInputObjectType(type)) return false;
    if (above.includes(type)) return true;
    return Object.values(type.getFields()).some((field) => holdsItself(getNamedType(field.type), [...above, type]));
  }
  const odd = operation.variableDefinitions
    ?.map(({ type }) => typeFromAST(schema, type))
    .find((type) => type && holdsItself(getNamedType(type), []));
  return odd && `the input type ${String(odd)} holds itself`;
}

/**
 * How many fields the operation has once every fragment is put in place and every abstract type is each of its members.
 * Counted once for each pair of selection and type, since fragments in fragments double with every level.
 */
function unfolded(
  schema: GraphQLSchema,
  document: DocumentNode,
  selections: SelectionSetNode,
  root: GraphQLObjectType,
): number {
  const fragments = fragmentsOf(document);
  const counted = new Map<SelectionSetNode, Map<GraphQLObjectType, number>>();

  function count(set: SelectionSetNode, type: GraphQLObjectType): number {
    const known = counted.get(set)?.get(type);
    if (known !== undefined) return known;
    const fields = set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) {
        const output = type.getFields()[selection.name.value]?.type;
        if (!output || !selection.selectionSet) return sum + 1;
        const children = selection.selectionSet;
        return sum + membersOf(schema, getNamedType(output)).reduce((all, member) => all + count(children, member), 1);
      }
      const part = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!part) return sum;
      const condition = part.typeCondition && typeFromAST(schema, part.typeCondition);
      const applies = !condition || membersOf(schema, condition).includes(type);
      return applies ? sum + count(part.selectionSet, type) : sum;
    }, 0);
    counted.set(set, (counted.get(set) ?? new Map<GraphQLObjectType, number>()).set(type, fields));
    return fields;
  }

  return count(selections, root);
}

/** The same without looking at types: graphql-jit walks through fragments whether they apply or not. */
function written(document: DocumentNode, selections: SelectionSetNode): number {
  const fragments = fragmentsOf(document);
  const counted = new Map<SelectionSetNode, number>();

  function count(set: SelectionSetNode): number {
    const known = counted.get(set);
    if (known !== undefined) return known;
    const fields = set.selections.reduce((sum, selection) => {
      const part = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      return sum + 1 + (part?.selectionSet ? count(part.selectionSet) : 0);
    }, 0);
    counted.set(set, fields);
    return fields;
  }

  return count(selections);
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
}

function membersOf(schema: GraphQLSchema, type: unknown): readonly GraphQLObjectType[] {
  if (isObjectType(type)) return [type];
  return isAbstractType(type) ? schema.getPossibleTypes(type) : [];
}
