import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { OpenCaseInput } from '../../resolvers/support/case-inputs.ts';
import { type CasePayload, openCase } from '../../resolvers/support/case-operations.ts';
import { type ChangeInput, changeReferral, type ReferralMutation } from '../../resolvers/support/change-operations.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from '../../support/build-test-app.ts';

interface Named {
  readonly zh: string;
}

interface ClockTold {
  readonly status: string;
  readonly startedOn: string;
  readonly dueOn: string;
  readonly provisional: boolean;
  readonly explanation: Named;
  readonly rule: { readonly key: string; readonly source: string; readonly confidence: string };
}

interface ReferralTold {
  readonly id: string;
  readonly stepKey: string;
  readonly round: number;
  readonly status: string;
  /** The agency's own wording. */
  readonly businessStatus: string | null;
  readonly leads: boolean;
  readonly outcome: string | null;
  readonly agencyReference: string | null;
  readonly agency: { readonly code: string };
  readonly office: { readonly name: Named };
  readonly deadlines: readonly ClockTold[];
}

export interface CaseTold {
  readonly id: string;
  readonly acceptanceNo: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly attentionReason: string | null;
  readonly reasons: readonly { readonly holds: boolean; readonly rule: string; readonly zh: string }[];
  readonly steps: readonly {
    readonly key: string;
    readonly status: string;
    readonly outcome: string | null;
    readonly office: { readonly name: Named } | null;
    readonly reasons: readonly Named[];
  }[];
  readonly omittedSteps: readonly { readonly key: string; readonly reason: Named }[];
  readonly passports: readonly { readonly key: string; readonly confirmed: boolean; readonly reason: Named }[];
  readonly referrals: readonly ReferralTold[];
  readonly timeline: readonly { readonly summary: Named }[];
}

const TOLD = /* GraphQL */ `
  query Told($id: ID!) {
    case(id: $id) {
      id
      acceptanceNo
      status
      outcome
      attentionReason
      reasons {
        holds
        rule
        zh
      }
      steps {
        key
        status
        outcome
        office {
          name {
            zh
          }
        }
        reasons {
          zh
        }
      }
      omittedSteps {
        key
        reason {
          zh
        }
      }
      passports {
        key
        confirmed
        reason {
          zh
        }
      }
      referrals {
        id
        stepKey
        round
        status
        businessStatus
        leads
        outcome
        agencyReference
        agency {
          code
        }
        office {
          name {
            zh
          }
        }
        deadlines {
          status
          startedOn
          dueOn
          provisional
          explanation {
            zh
          }
          rule {
            key
            source
            confidence
          }
        }
      }
      timeline {
        summary {
          zh
        }
      }
    }
  }
`;

export interface Request extends Omit<OpenCaseInput, 'idempotencyKey' | 'channel'> {
  readonly materials?: readonly string[];
}

/** What the window is answered when it asks for the case to be accepted. */
export function asks(house: TestApp, request: Request): Promise<CasePayload> {
  const input = { idempotencyKey: crypto.randomUUID(), channel: 'WINDOW', ...request };
  return openCase(house, input);
}

/** The window accepts; what begins with that is delivered. */
export async function accepted(house: TestApp, request: Request): Promise<CaseTold> {
  const { case: record, userErrors } = await asks(house, request);
  expect(userErrors).toEqual([]);
  if (!record) throw new Error('no case in the answer');
  await house.drain();
  return told(house, record.id);
}

/** An office answers about the step that lies with it; what follows is delivered. */
export async function answers(
  house: TestApp,
  as: PersonaName,
  caseId: string,
  stepKey: string,
  mutation: ReferralMutation,
  more: ChangeInput = {},
): Promise<CaseTold> {
  const { id } = lastOf(await told(house, caseId), stepKey);
  const { userErrors } = await changeReferral(house, as, mutation, { referralId: id, ...more });
  expect(userErrors).toEqual([]);
  await house.drain();
  return told(house, caseId);
}

/** The case as that persona is told of it. */
export async function told(house: TestApp, id: string, as: PersonaName = 'window'): Promise<CaseTold> {
  const { data, errors } = await house.run<{ case: CaseTold | null }>(as, TOLD, { id });
  expect(errors).toEqual([]);
  if (!data.case) throw new Error(`${as} does not see the case`);
  return data.case;
}

/** The newest referral of a step. */
export function lastOf({ referrals }: CaseTold, stepKey: string): ReferralTold {
  const referral = referrals.filter((candidate) => candidate.stepKey === stepKey).at(-1);
  if (!referral) throw new Error(`nobody was given ${stepKey}`);
  return referral;
}

/** One clock of the newest referral of a step. */
export function clockOf(story: CaseTold, stepKey: string, rule: string): ClockTold {
  const clock = lastOf(story, stepKey).deadlines.find((deadline) => deadline.rule.key === rule);
  if (!clock) throw new Error(`${stepKey} is not watched by ${rule}`);
  return clock;
}

export function sentencesOf({ timeline }: CaseTold): readonly string[] {
  return timeline.map(({ summary }) => summary.zh);
}

/** Half past nine of a day in Shanghai. */
export function morningOf(day: string): Date {
  return new Date(`${day}T09:30:00+08:00`);
}

/** The whole house on the morning of a day. */
export function houseOn(day: string, options: TestAppOptions = {}): Promise<TestApp> {
  return buildTestApp({ ...options, now: morningOf(day) });
}

/** It becomes the morning of a later day: what was due by then follows, and what follows is delivered. */
export async function itBecomes(house: TestApp, day: string): Promise<void> {
  house.clock.set(morningOf(day));
  await house.app.system.expireDeadlines();
  await house.drain();
}

/** The last day of a period in a place, and in what words, as anybody may ask. */
export async function lastDay(
  house: TestApp,
  clock: string,
  startedOn: string,
  divisionCode?: string,
): Promise<{ readonly dueOn: string; readonly explanation: Named }> {
  const { data, errors } = await house.run<{
    computeDeadline: { deadline: { dueOn: string; explanation: Named } | null; userErrors: unknown[] };
  }>(
    'worker',
    `query ($input: ComputeDeadlineInput!) {
       computeDeadline(input: $input) { deadline { dueOn explanation { zh } } userErrors { code } }
     }`,
    { input: { clock, startedOn, divisionCode } },
  );
  expect([errors, data.computeDeadline.userErrors]).toEqual([[], []]);
  if (!data.computeDeadline.deadline) throw new Error(`no last day of ${clock}`);
  return data.computeDeadline.deadline;
}
