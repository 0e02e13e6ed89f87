import type { ServiceItem } from '#domain/catalogue/service-item.ts';

/** One difference between two definitions, worded by where it is. Texts are given for single values only. */
export interface CatalogueChange {
  readonly kind: 'ADDED' | 'REMOVED' | 'CHANGED';
  /** `steps.mediation.clocks`: parts of a list are named by their own key, not by their position. */
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** What `after` says otherwise than `before`. Moving a step or a condition to another position is no change. */
export function changesBetween(before: ServiceItem, after: ServiceItem): readonly CatalogueChange[] {
  return compare(before, after, '');
}

function compare(before: unknown, after: unknown, path: string): readonly CatalogueChange[] {
  const [old, young] = [partsOf(before), partsOf(after)];
  if (!old || !young) return sameText(before, after) ? [] : [{ kind: 'CHANGED', path, ...texts(before, after) }];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name): readonly CatalogueChange[] => {
    const at = path === '' ? name : `${path}.${name}`;
    const [was, is] = [old.get(name), young.get(name)];
    if (was === undefined) return [{ kind: 'ADDED', path: at, ...texts(undefined, is) }];
    if (is === undefined) return [{ kind: 'REMOVED', path: at, ...texts(was, undefined) }];
    return compare(was, is, at);
  });
}

/** By what the members of the catalogue's lists are told apart. */
const NAMING_KEYS = ['key', 'line', 'rule'];

/** The named parts of a mapping or of a list whose members have names; undefined for what is compared as a whole. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    const names = value.map(nameOf);
    const named = names.every((name) => name !== undefined) && new Set(names).size === names.length;
    return named ? new Map(names.map((name, index) => [name ?? '', value[index]])) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map(Object.entries(value).filter(([, part]) => part !== undefined));
}

function nameOf(member: unknown): string | undefined {
  if (typeof member !== 'object' || member === null) return undefined;
  const names = NAMING_KEYS.map((key) => (member as Readonly<Record<string, unknown>>)[key]);
  return names.find((name) => typeof name === 'string');
}

function texts(before: unknown, after: unknown): Pick<CatalogueChange, 'before' | 'after'> {
  return { before: textOf(before), after: textOf(after) };
}

function textOf(value: unknown): string | undefined {
  if (value === undefined || partsOf(value)?.size) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Definitions come back from the database with their keys in another order; parts with keys never get here. */
function sameText(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
