import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PersonLink, refuseLink } from '#domain/registry/person-link.ts';

const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f'];

function linked(keepId: string, mergeId: string): PersonLink {
  return {
    id: `${keepId}${mergeId}`,
    keepId,
    mergeId,
    status: 'LINKED',
    reason: '同一人',
    linkedBy: 'test:supervisor',
    linkedAt: new Date('2026-03-02T02:00:00Z'),
  };
}

const touching = (links: readonly PersonLink[], ids: readonly string[]) =>
  links.filter(({ keepId, mergeId }) => ids.includes(keepId) || ids.includes(mergeId));

describe('linking two entries', () => {
  it.each([
    ['an entry with itself', 'a', 'a', [], 'SAME_ENTRY'],
    ['an entry that is merged already', 'c', 'b', [linked('a', 'b')], 'ALREADY_MERGED'],
    ['the same two again', 'a', 'b', [linked('a', 'b')], 'ALREADY_MERGED'],
    ['the same two the other way round', 'b', 'a', [linked('a', 'b')], 'KEPT_IS_MERGED'],
    ['into an entry that is merged itself', 'b', 'c', [linked('a', 'b')], 'KEPT_IS_MERGED'],
    ['an entry that others are merged into', 'c', 'a', [linked('a', 'b')], 'MERGED_IS_KEPT'],
  ])('refuses %s', (_what, keep, merge, links, reason) => {
    expect(refuseLink(keep, merge, links)).toBe(reason);
  });

  it('lets one entry keep several', () => {
    expect(refuseLink('a', 'c', [linked('a', 'b')])).toBeUndefined();
  });

  it('makes stars and never a chain or a circle, whatever is asked in whatever order', () => {
    const request = fc.tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...PEOPLE));
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const links: PersonLink[] = [];
        for (const [keep, merge] of requests) {
          if (!refuseLink(keep, merge, touching(links, [keep, merge]))) links.push(linked(keep, merge));
        }

        const merged = links.map(({ mergeId }) => mergeId);
        expect(new Set(merged).size).toBe(merged.length);
        expect(links.filter(({ keepId }) => merged.includes(keepId))).toEqual([]);
      }),
    );
  });
});
