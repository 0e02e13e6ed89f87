import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { openStory } from '../../support/factories/case-drafts.ts';
import { AID, DISPUTE, endsWith, makeServiceItem, makeStep } from '../../support/factories/service-items.ts';
import { broken, revived, statusesOf } from './invariants.ts';
import { happening, happens } from './steps-of-a-story.ts';

/** Nothing watches it after receipt, and nobody ends its rating: what a careless author may publish. */
const CARELESS = makeServiceItem({
  caseClocks: [],
  steps: [
    makeStep('only', {
      outcomes: {
        AGREED: endsWith('DONE'),
        FAILED: { name: { zh: '无', en: 'none' }, leadsTo: { next: [] } },
        REFUSED: endsWith('NO'),
      },
    }),
  ],
});

const ITEMS: readonly (readonly [string, ServiceItem])[] = [
  ['a case with one step after the other', DISPUTE],
  ['a case with steps side by side', AID],
  ['a case with a careless plan', CARELESS],
];

describe.each(ITEMS)('the engine, whatever happens to %s,', (_shape, item) => {
  it('never loses it, and its events tell its status', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (story) => {
        const told = openStory(item);
        expect(broken(told.draft)).toEqual([]);
        for (const now of story) {
          const before = { ...told.draft };
          const statuses = statusesOf(told.draft);
          const progress = happens(told, now);
          const refused = progress && !progress.applied;
          expect(told.draft).toEqual(refused ? before : told.draft);
          expect([...broken(told.draft), ...revived(statuses, told.draft)]).toEqual([]);
        }
        ends.add(told.draft.case.status);
      }),
      { numRuns: 500, seed: 20_260_901 },
    );
    // The stories reach all of the table; otherwise the sentence above would say little.
    expect([...ends].toSorted()).toEqual(
      expect.arrayContaining(['CLOSED', 'IN_PROGRESS', 'NEEDS_ATTENTION', 'WITHDRAWN']),
    );
  });
});
