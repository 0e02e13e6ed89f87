import { describe, expect, it } from 'vitest';
import {
  nextVersionStatus,
  type VersionEvent,
  VERSION_STATUSES,
  type VersionStatus,
  versionRefusalOf,
} from '#domain/catalogue/version-transitions.ts';

const EVENTS: readonly VersionEvent[] = ['REHEARSE', 'PUBLISH', 'DISCARD', 'REPLACE'];

/** What comes of each event, or the name under which it is refused. */
const TABLE: Readonly<Record<VersionStatus, readonly string[]>> = {
  DRAFT: ['REHEARSED', 'NOT_REHEARSED', 'RETIRED', 'NOT_IN_FORCE'],
  REHEARSED: ['REHEARSED', 'PUBLISHED', 'RETIRED', 'NOT_IN_FORCE'],
  PUBLISHED: ['IN_FORCE', 'IN_FORCE', 'IN_FORCE', 'RETIRED'],
  RETIRED: ['OVER', 'OVER', 'OVER', 'OVER'],
};

describe('the life of a version', () => {
  it.each(VERSION_STATUSES)('moves on from %s, or names why not', (status) => {
    const seen = EVENTS.map((event) => nextVersionStatus(status, event) ?? versionRefusalOf(status, event));

    expect(seen).toEqual(TABLE[status]);
  });

  it('comes into force only after somebody has seen what it would change', () => {
    const before = VERSION_STATUSES.filter((status) => nextVersionStatus(status, 'PUBLISH') !== undefined);

    expect(before).toEqual(['REHEARSED']);
  });
});
