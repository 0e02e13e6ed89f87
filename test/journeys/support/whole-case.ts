import { expect } from 'vitest';
import type { GraphClient } from '../../../tools/story/graph-client.ts';
import type { RunningStack } from '../../support/start-stack.ts';

export interface WholeCase {
  id: string;
  status: string;
  outcome: string | null;
  attentionReason: string | null;
  steps: { key: string; status: string; outcome: string | null }[];
  referrals: {
    id: string;
    stepKey: string;
    round: number;
    status: string;
    reasonCode: string | null;
    agency: { code: string };
  }[];
  deadlines: { status: string; rule: { key: string } }[];
  timeline: {
    sequence: number;
    type: string;
    fromStatus: string | null;
    toStatus: string | null;
    referral: { id: string } | null;
    summary: { zh: string };
  }[];
}

export async function readWholeCase(client: GraphClient, id: string): Promise<WholeCase> {
  const data = await client.ask<{ case: WholeCase }>(
    /* GraphQL */ `
      query ($id: ID!) {
        case(id: $id) {
          id
          status
          outcome
          attentionReason
          steps {
            key
            status
            outcome
          }
          referrals {
            id
            stepKey
            round
            status
            reasonCode
            agency {
              code
            }
          }
          deadlines {
            status
            rule {
              key
            }
          }
          timeline {
            sequence
            type
            fromStatus
            toStatus
            referral {
              id
            }
            summary {
              zh
            }
          }
        }
      }
    `,
    { id },
  );
  return data.case;
}

/** Replaying what happened arrives at what is stored: for the case and for each of its referrals. */
export function expectEventsToExplainStatuses(whole: WholeCase): void {
  expect(whole.timeline.map((event) => event.sequence)).toEqual(whole.timeline.map((_event, index) => index + 1));
  const replayed = new Map<string, string>();
  for (const { referral, fromStatus, toStatus } of whole.timeline) {
    if (!toStatus) continue;
    const subject = referral?.id ?? 'case';
    expect(fromStatus ?? undefined).toBe(replayed.get(subject));
    replayed.set(subject, toStatus);
  }
  const stored = new Map([
    ['case', whole.status],
    ...whole.referrals.map((referral) => [referral.id, referral.status] as const),
  ]);
  expect(replayed).toEqual(stored);
}

interface Seen {
  readonly key: string;
  readonly referralId: string;
  readonly kind: string;
  readonly count: number;
}

/** What an agency has on record of the case's effects. */
export async function effectsSeen(running: RunningStack, agency: string, whole: WholeCase): Promise<readonly Seen[]> {
  const { effects } = await running.control<{ effects: Seen[] }>(agency, 'seen');
  const own = new Set(
    whole.referrals.map((referral) => Buffer.from(referral.id, 'base64url').toString().replace(/^ref:/, '')),
  );
  return effects.filter((effect) => own.has(effect.referralId));
}
