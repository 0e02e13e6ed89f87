import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { TestApp } from '../../support/build-test-app.ts';

/** What a person reads on a case, in Chinese. */
export interface Story {
  readonly acceptanceNo: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly attentionReason: string | null;
  readonly applicant: { readonly nameMasked: string } | null;
  readonly form: Readonly<Record<string, unknown>> | null;
  readonly reasons: readonly ReasonRead[];
  readonly assessment: AssessmentRead | null;
  readonly steps: readonly {
    readonly key: string;
    readonly status: string;
    readonly outcome: string | null;
    readonly office: { readonly name: { readonly zh: string } } | null;
    readonly reasons: readonly ReasonRead[];
  }[];
  readonly omittedSteps: readonly { readonly key: string; readonly reason: ReasonRead }[];
  readonly passports: readonly PassportRead[];
  readonly materials: readonly MaterialRead[];
  readonly consents: readonly { readonly line: string }[];
  readonly referrals: readonly {
    readonly id: string;
    readonly stepKey: string;
    readonly round: number;
    readonly status: string;
    readonly businessStatus: string | null;
    readonly outcome: string | null;
    readonly amount: string | null;
    readonly deadlines: readonly DeadlineRead[];
  }[];
  readonly timeline: readonly {
    readonly type: string;
    readonly note: string | null;
    readonly summary: { readonly zh: string };
  }[];
}

interface ReasonRead {
  readonly rule: string;
  readonly holds: boolean;
  readonly undecided: boolean;
  readonly passport: string | null;
  readonly zh: string;
}

interface AssessmentRead {
  readonly kind: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly reasons: readonly ReasonRead[];
}

interface PassportRead {
  readonly key: string;
  readonly source: string;
  readonly confirmed: boolean;
  readonly reason: ReasonRead;
}

interface MaterialRead {
  readonly key: string;
  readonly status: string;
  readonly passports: readonly string[];
}

interface DeadlineRead {
  readonly rule: { readonly key: string };
  readonly status: string;
  readonly startedOn: string;
  readonly dueOn: string;
  readonly explanation: { readonly zh: string };
}

const PLAN_READ = /* GraphQL */ `
  fragment ReasonRead on Reason {
    rule
    holds
    undecided
    passport
    zh
  }
  fragment AssessmentRead on Assessment {
    kind
    values
    reasons {
      ...ReasonRead
    }
  }
  fragment PassportRead on PassportAnswer {
    key
    source
    confirmed
    reason {
      ...ReasonRead
    }
  }
  fragment MaterialRead on MaterialAnswer {
    key
    status
    passports
  }
  fragment StepRead on PlannedStep {
    key
    status
    outcome
    office {
      name {
        zh
      }
    }
    reasons {
      ...ReasonRead
    }
  }
  fragment OmittedRead on OmittedStep {
    key
    reason {
      ...ReasonRead
    }
  }
`;

const READ = /* GraphQL */ `
  ${PLAN_READ}
  query Read($id: ID!) {
    case(id: $id) {
      acceptanceNo
      status
      outcome
      attentionReason
      applicant {
        nameMasked
      }
      form
      reasons {
        ...ReasonRead
      }
      assessment {
        ...AssessmentRead
      }
      steps {
        ...StepRead
      }
      omittedSteps {
        ...OmittedRead
      }
      passports {
        ...PassportRead
      }
      materials {
        ...MaterialRead
      }
      consents {
        line
      }
      referrals {
        id
        stepKey
        round
        status
        businessStatus
        outcome
        amount
        deadlines {
          rule {
            key
          }
          status
          startedOn
          dueOn
          explanation {
            zh
          }
        }
      }
      timeline {
        type
        note
        summary {
          zh
        }
      }
    }
  }
`;

/** The case as that persona reads it; fails the test when it may not be seen. */
export async function readStory(house: TestApp, as: PersonaName, id: string): Promise<Story> {
  const { data, errors } = await house.run<{ case: Story | null }>(as, READ, { id });
  expect(errors).toEqual([]);
  if (!data.case) throw new Error(`${as} does not see the case`);
  return data.case;
}

/** What the dry run says before anything is stored. */
export interface Preview extends Pick<Story, 'assessment' | 'steps' | 'omittedSteps' | 'passports' | 'materials'> {
  readonly eligible: boolean | null;
}

const PREVIEW = /* GraphQL */ `
  ${PLAN_READ}
  query Preview($input: PreviewCaseInput!) {
    previewCase(input: $input) {
      eligible
      assessment {
        ...AssessmentRead
      }
      steps {
        ...StepRead
      }
      omittedSteps {
        ...OmittedRead
      }
      passports {
        ...PassportRead
      }
      materials {
        ...MaterialRead
      }
      userErrors {
        code
      }
    }
  }
`;

export async function readPreview(
  house: TestApp,
  as: PersonaName,
  input: Readonly<Record<string, unknown>>,
): Promise<Preview> {
  const { data, errors } = await house.run<{ previewCase: Preview & { userErrors: readonly object[] } }>(as, PREVIEW, {
    input,
  });
  expect(errors).toEqual([]);
  expect(data.previewCase.userErrors).toEqual([]);
  return data.previewCase;
}

/** The newest referral of a step. */
export function referralOf(story: Story, stepKey: string): Story['referrals'][number] {
  const referral = story.referrals.findLast((each) => each.stepKey === stepKey);
  if (!referral) throw new Error(`nothing was referred for ${stepKey}`);
  return referral;
}

export function clockOf(story: Story, stepKey: string, rule: string): DeadlineRead {
  const clock = referralOf(story, stepKey).deadlines.find((each) => each.rule.key === rule);
  if (!clock) throw new Error(`no clock ${rule} on ${stepKey}`);
  return clock;
}

/** What happened, one sentence each. */
export function toldBy(story: Story): readonly string[] {
  return story.timeline.map(({ summary }) => summary.zh);
}
