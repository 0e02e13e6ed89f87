import { describe, expect, it } from 'vitest';
import { uuidV7Ids } from '#platform/ids.ts';

describe('row ids', () => {
  it('are UUIDs of version 7, each another, in the order they were made', () => {
    const ids = Array.from({ length: 10_000 }, () => uuidV7Ids.next());

    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('of a given instant sort by it, and within it in the order they were made', () => {
    const instants = Array.from(
      { length: 10_000 },
      (_, index) => new Date(1_700_000_000_000 + Math.floor(index / 100)),
    );

    const ids = instants.map((at) => uuidV7Ids.at(at));

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
    expect(Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16)).toBe(1_700_000_000_000);
  });
});
