import DataLoader from 'dataloader';
import type { Loader } from '#domain/loaders.ts';

/** One value per key; undefined where there is none. */
export function makeLoader<Value>(
  fetch: (keys: readonly string[]) => Promise<readonly Value[]>,
  keyOf: (value: Value) => string,
): Loader<string, Value | undefined> {
  return new DataLoader<string, Value | undefined>(async (keys) => {
    const byKey = new Map((await fetch(keys)).map((value) => [keyOf(value), value]));
    return keys.map((key) => byKey.get(key));
  });
}

/** All values that belong to a key, in the order fetched; an empty list where there are none. */
export function makeListLoader<Value>(
  fetch: (keys: readonly string[]) => Promise<readonly Value[]>,
  keyOf: (value: Value) => string | undefined,
): Loader<string, readonly Value[]> {
  return new DataLoader<string, readonly Value[]>(async (keys) => {
    const groups = new Map<string, Value[]>(keys.map((key) => [key, []]));
    for (const value of await fetch(keys)) groups.get(keyOf(value) ?? '')?.push(value);
    return keys.map((key) => groups.get(key) ?? []);
  });
}
