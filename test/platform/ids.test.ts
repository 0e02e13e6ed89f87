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
});
