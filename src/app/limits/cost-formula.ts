import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import {
  FIELD_COSTS,
  INTROSPECTION_COST,
  LARGEST_PAGE,
  LIST_SIZES,
  MUTATION_COST,
  OPERATION_COST,
  TOTAL_COUNT_COST,
  USUAL_LIST_SIZE,
} from '#domain/access/field-cost.ts';

type Variables = Readonly<Record<string, unknown>>;
/** A figure, or how to find it once the variables are known. */
type Amount = number | ((variables: Variables) => number);

/** What an operation costs with these variables. Never throws, whatever they are. */
export type CostFormula = (variables: Variables) => number;

const SIZES: ReadonlyMap<string, number> = new Map(Object.entries(LIST_SIZES));
const COSTS: ReadonlyMap<string, number> = new Map(Object.entries(FIELD_COSTS));

/**
 * The cost of one operation of a document, worked out as far as it can be without the variables: what does not depend on
 * them is one number. A page counts as many items as are asked for, a list without pages `USUAL_LIST_SIZE`, and what @skip and
 * @include leave out counts as if it were asked for. What the schema does not know costs nothing; validation refuses it. The
 * caller has made sure that the document does not unfold without bounds (`shape-limits.ts`).
 */
export function costFormula(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CostFormula {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const inside = new Set<string>();

  function ofSelections({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined, page?: Amount): Amount {
    return sum(
      selections.map((selection) => {
        if (selection.kind === Kind.FIELD) return ofField(selection, parent, page);
        if (selection.kind === Kind.INLINE_FRAGMENT)
          return ofSelections(selection.selectionSet, typeOn(selection.typeCondition) ?? parent, page);
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (!fragment || inside.has(name)) return 0;
        inside.add(name);
        const amount = ofSelections(fragment.selectionSet, typeOn(fragment.typeCondition) ?? parent, page);
        inside.delete(name);
        return amount;
      }),
    );
  }

  function ofField(node: FieldNode, parent: GraphQLNamedType | undefined, page?: Amount): Amount {
    const name = node.name.value;
    if (name === '__schema' || name === '__type') return INTROSPECTION_COST;
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!field || !parent) return 0;
    const type = getNamedType(field.type);
    const own = ownCost(schema, parent, name, type);
    const pageBelow = pageOf(node, field, operation);
    const below = node.selectionSet ? ofSelections(node.selectionSet, type, pageBelow) : 0;
    if (!isList(field) || isLeafType(type)) return sum([own, below]);
    const usual = SIZES.get(`${parent.name}.${name}`) ?? USUAL_LIST_SIZE;
    return product(listSize(node, field, operation) ?? page ?? usual, sum([own, below]));
  }

  const typeOn = (condition: { readonly name: { readonly value: string } } | undefined): GraphQLNamedType | undefined =>
    condition && schema.getType(condition.name.value);

  const root = schema.getRootType(operation.operation) ?? undefined;
  const amount = sum([OPERATION_COST, ofSelections(operation.selectionSet, root)]);
  if (typeof amount === 'function') return (variables) => wholePoints(amount(variables));
  const known = wholePoints(amount);
  return () => known;
}

/** Within what GraphQL calls an Int; half an item costs as much as one. */
function wholePoints(points: number): number {
  return Math.min(Math.ceil(points), 2_000_000_000);
}

function ownCost(schema: GraphQLSchema, parent: GraphQLNamedType, name: string, type: GraphQLNamedType): number {
  const given = COSTS.get(`${parent.name}.${name}`);
  if (given !== undefined) return given;
  if (parent === schema.getRootType(OperationTypeNode.MUTATION)) return MUTATION_COST;
  if (parent.name.endsWith('Connection')) {
    if (name === 'totalCount') return TOTAL_COUNT_COST;
    if (name === 'pageInfo' || name === 'edges') return 0;
  }
  return isCompositeType(type) ? 1 : 0;
}

/** How many items lie on the page that this field opens; undefined when it opens none. */
function pageOf(node: FieldNode, field: AnyField, operation: OperationDefinitionNode): Amount | undefined {
  const first = field.args.find((argument) => argument.name === 'first');
  if (!first) return undefined;
  const usual = typeof first.defaultValue === 'number' ? first.defaultValue : LARGEST_PAGE;
  return valueOf(node, 'first', operation, (value) =>
    typeof value === 'number' && value >= 0 ? Math.min(value, LARGEST_PAGE) : usual,
  );
}

/** The size of a list that is asked for item by item, as `nodes(ids:)` is. */
function listSize(node: FieldNode, field: AnyField, operation: OperationDefinitionNode): Amount | undefined {
  if (field.args.some(({ name }) => name === 'first')) return pageOf(node, field, operation);
  if (!field.args.some(({ name }) => name === 'ids')) return undefined;
  return valueOf(node, 'ids', operation, (value) => (Array.isArray(value) ? Math.min(value.length, LARGEST_PAGE) : 1));
}

function valueOf(
  node: FieldNode,
  argument: string,
  operation: OperationDefinitionNode,
  size: (value: unknown) => number,
): Amount {
  const given = node.arguments?.find(({ name }) => name.value === argument)?.value;
  if (given?.kind !== Kind.VARIABLE) return size(given && literal(given));
  const name = given.name.value;
  const declared = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  const otherwise = size(declared && literal(declared));
  return (variables) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? otherwise : size(value);
  };
}

/** Numbers and lists alone; nothing else decides how much there is. */
function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return Number(node.value);
  return node.kind === Kind.LIST ? node.values : undefined;
}

type AnyField = GraphQLField<unknown, unknown>;

function isList({ type }: AnyField): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

function sum(amounts: readonly Amount[]): Amount {
  const open = amounts.filter((amount) => typeof amount === 'function');
  const known = amounts.reduce<number>((total, amount) => (typeof amount === 'number' ? total + amount : total), 0);
  if (open.length === 0) return known;
  return (variables) => open.reduce((total, amount) => total + amount(variables), known);
}

function product(times: Amount, amount: Amount): Amount {
  if (typeof times === 'number' && typeof amount === 'number') return times * amount;
  const [one, other] = [later(times), later(amount)];
  return (variables) => one(variables) * other(variables);
}

function later(amount: Amount): CostFormula {
  return typeof amount === 'number' ? () => amount : amount;
}
