import {
  Kind,
  parse,
  visit,
  type ASTNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  type StringValueNode,
} from 'graphql';
import { readText, repositoryFiles } from './repository-files.ts';

export interface Described {
  /** Where it stands: `schema/cases.graphql:12 Case.status`. */
  readonly place: string;
  readonly description: string | undefined;
}

export const contractFiles = repositoryFiles().filter((path) => /^schema\/.*\.graphql$/.test(path));

export const definitions: readonly DefinitionNode[] = contractFiles.flatMap(
  (path) => parse(readText(path)).definitions,
);

/** The fields of `Query`, `Mutation` or `Subscription`, from every file that extends it. */
export function fieldsOf(root: string): readonly FieldDefinitionNode[] {
  return definitions.flatMap((definition) =>
    (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) &&
    definition.name.value === root
      ? (definition.fields ?? [])
      : [],
  );
}

/** Everything in the public contract that a reader may ask the meaning of. */
export function describedThings(): readonly Described[] {
  return contractFiles.flatMap((path) => {
    const things: Described[] = [];
    visit(parse(readText(path)), {
      enter(node) {
        if (DESCRIBED.has(node.kind)) things.push({ place: placeOf(path, node), description: descriptionOf(node) });
      },
    });
    return things;
  });
}

const DESCRIBED = new Set<string>([
  Kind.DIRECTIVE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
]);

function placeOf(path: string, node: ASTNode): string {
  const name = 'name' in node && typeof node.name === 'object' ? node.name.value : node.kind;
  return `${path}:${node.loc?.startToken.line ?? 0} ${name}`;
}

function descriptionOf(node: ASTNode): string | undefined {
  const described: { readonly description?: StringValueNode | undefined } = 'description' in node ? node : {};
  return described.description?.value;
}
