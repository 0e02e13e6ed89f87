import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { Random } from '../../../support/factories/identifiers.ts';

/** A document with what makes executors differ: aliases, fragments shared by several places, conditions on all of them. */
export function randomDocument(
  schema: GraphQLSchema,
  random: Random,
  root: GraphQLObjectType,
  keyword: string,
): string {
  const chance = (share: number): boolean => random() < share;
  const fragments: string[] = [];
  const names = new Map<string, string[]>();

  function condition(): string {
    const value = (): string => (chance(0.2) ? String(chance(0.5)) : `$b${Math.floor(random() * 3)}`);
    const one = chance(0.5) ? `@include(if: ${value()})` : `@skip(if: ${value()})`;
    if (!chance(0.3)) return '';
    return chance(0.2) ? `@include(if: ${value()}) @skip(if: ${value()})` : one;
  }

  function argument(): string {
    const variants = [
      '',
      '(text: $t)',
      '(text: "a\\n\\"b")',
      '(numbers: $n, colour: RED)',
      '(filter: $f)',
      '(filter: { numbers: 3, inner: { colour: RED } }, text: null)',
    ];
    return variants[Math.floor(random() * variants.length)] ?? '';
  }

  function selection(type: GraphQLNamedType, depth: number): string {
    const parts = [
      chance(0.3) ? `__typename ${condition()}` : '',
      chance(0.2) ? `kind: __typename ${condition()}` : '',
    ];
    const add = (text: string): void => void parts.push(text);
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        const output = getNamedType(field.type);
        if (!isLeafType(output) && depth === 0) continue;
        if (!chance(isLeafType(output) ? 0.4 : 0.35)) continue;
        const args = field.name === 'echo' ? argument() : '';
        // The same name with other arguments, or another type, may not be asked for in one place.
        const alias = args || chance(0.2) ? `x${type.name}_${field.name}_${args.length}: ` : '';
        add(`${alias}${field.name}${args} ${condition()} ${isLeafType(output) ? '' : selection(output, depth - 1)}`);
      }
    } else if (isAbstractType(type)) {
      if ('getFields' in type && chance(0.5)) add(`id ${condition()}`);
      // Members answer alike-named fields of different types, so each goes under its own name.
      const member = schema.getPossibleTypes(type)[chance(0.5) ? 0 : 1];
      if (member && depth > 0) add(`... on ${member.name} ${condition()} ${selection(member, depth - 1)}`);
    }
    if (depth > 0 && chance(0.5)) add(`...${fragmentOn(type, depth - 1)} ${condition()}`);
    if (chance(0.2)) add(`... ${condition()} { __typename }`);
    add(isObjectType(type) && type.name === 'Query' ? '__typename' : `${chance(0.5) ? '' : 'z: '}__typename`);
    return `{ ${parts.join(' ')} }`;
  }

  function fragmentOn(type: GraphQLNamedType, depth: number): string {
    const known = names.get(type.name) ?? [];
    const again = chance(0.6) ? known[Math.floor(random() * known.length)] : undefined;
    if (again) return again;
    const name = `F${fragments.length}_${depth}`;
    fragments.push('');
    fragments[fragments.length - 1] = `fragment ${name} on ${type.name} ${selection(type, depth)}`;
    names.set(type.name, [...(names.get(type.name) ?? []), name]);
    return name;
  }

  const body = selection(root, 4);
  const head = '($b0: Boolean!, $b1: Boolean!, $b2: Boolean!, $t: String, $n: [Int], $f: Filter)';
  return `${keyword} Tried${head} ${body} ${fragments.join(' ')}`;
}
