/** Keeps `capacity` values by key; the one not asked for longest makes room. */
export interface RecentlyUsed<Value> {
  get(key: string, make: () => Value): Value;
}

export function createRecentlyUsed<Value>(capacity: number): RecentlyUsed<Value> {
  // A Map keeps the order of insertion, so what is asked for goes to its end and the oldest stands first.
  const values = new Map<string, Value>();
  return {
    get(key, make) {
      const value = values.get(key) ?? make();
      values.delete(key);
      values.set(key, value);
      const oldest = values.size > capacity ? values.keys().next().value : undefined;
      if (oldest !== undefined) values.delete(oldest);
      return value;
    },
  };
}
