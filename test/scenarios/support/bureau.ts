import { expect, vi } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import { startAgency } from '../../sandbox/support/start-agency.ts';
import type { TestApp } from '../../support/build-test-app.ts';
import { type CaseTold, lastOf, told } from './case-story.ts';
import { rowOf } from './correspondent.ts';

const HR_BUREAU = agencyCode('hr-bureau');

/** The simulated HR bureau (人社局), which answers about 农秀英 only when a story says so, and is asked for its results. */
export interface Bureau {
  readonly settings: Readonly<Record<string, string>>;
  /** It enters this result about the step of a case, and the house reads it with its next poll. */
  enters(house: TestApp, story: CaseTold, stepKey: string, status: string, details?: object): Promise<CaseTold>;
  close(): Promise<void>;
}

export async function startBureau(): Promise<Bureau> {
  const process = await startAgency('hr-bureau');
  return {
    settings: { HR_BUREAU_URL: process.url },
    async enters(house, story, stepKey, status, details = {}) {
      await process.control('answer', { referralId: rowOf(lastOf(story, stepKey).id), status, details });
      return vi.waitFor(
        async () => {
          await house.app.system.pollReplies(HR_BUREAU);
          await house.drain();
          const now = await told(house, story.id);
          expect(lastOf(now, stepKey).businessStatus).toMatch(new RegExp(`^${status}`));
          return now;
        },
        { timeout: 10_000 },
      );
    },
    close: () => process.dispose(),
  };
}
