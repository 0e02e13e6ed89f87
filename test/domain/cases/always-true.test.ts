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
  steps: [makeStep('only', { outcomes: { AGREED: endsWith('DONE'), FAILED: { name: { zh: '无', en: 'none' }, leadsTo: { next: [] } }, REFUSED: endsWith('NO') } })],
});

const ITEMS: readonly (readonly [string, ServiceItem])[] = [
  ['one step after the other', DISPUTE],
  ['steps side by side', AID],
  ['a careless plan', CARELESS],
];

describe.each(ITEMS)('whatever happens to a case with %s', (_shape, item) => {
  it('it is never lost, and its events tell its status', () => {
    const ends = new Set<string>();
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 60, size: 'max' }), (story) => {
        const told = openStory(item);
        expect(broken(told.draft)).toEqual([]);
        for (const now of story) {
          const before = { ...told.draft };
          const statuses = statusesOf(told.draft);
          const progress = happens(told, now);
          if (progress && !progress.applied) expect(told.draft).toEqual(before);
          expect([...broken(told.draft), ...revived(statuses, told.draft)]).toEqual([]);
        }
        ends.add(told.draft.case.status);
      }),
      { numRuns: 500, seed: 20_260_901 },
    );
    // The stories reach all of the table; otherwise the sentence above would say little.
    expect([...ends].toSorted()).toEqual(expect.arrayContaining(['CLOSED', 'IN_PROGRESS', 'NEEDS_ATTENTION', 'WITHDRAWN']));
  });
});
