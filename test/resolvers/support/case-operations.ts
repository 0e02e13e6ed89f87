import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { Language } from '#resolvers/context.ts';
import type { TestApp } from '../../support/build-test-app.ts';
import type { OpenCaseInput } from './case-inputs.ts';

export interface UserErrorSeen {
  readonly __typename: string;
  readonly code: string;
  readonly path: readonly string[] | null;
  readonly message: string;
  readonly remedy: string;
  readonly docUrl: string;
  readonly currentStatus?: string | null;
  readonly reasons?: readonly { readonly holds: boolean; readonly rule: string; readonly zh: string }[];
  readonly existing?: { readonly id: string; readonly acceptanceNo: string } | null;
}

export const USER_ERRORS = /* GraphQL */ `
  fragment UserErrors on UserError {
    __typename
    code
    path
    message
    remedy
    docUrl
    ... on StateConflictError {
      currentStatus
    }
    ... on NotEligibleError {
      reasons {
        holds
        rule
        zh
        en
      }
    }
    ... on DuplicateCaseError {
      existing {
        id
        acceptanceNo
      }
    }
  }
`;

export interface CaseSeen {
  readonly id: string;
  readonly acceptanceNo: string;
  readonly status: string;
  readonly version: number;
  readonly attentionReason: string | null;
  readonly outcome: string | null;
  readonly closedAt: string | null;
  readonly rating: number | null;
  readonly referrals: readonly ReferralSeen[];
  readonly steps: readonly { readonly key: string; readonly status: string; readonly outcome: string | null }[];
  readonly timeline: readonly { readonly type: string; readonly summary: { readonly zh: string } }[];
}

export interface ReferralSeen {
  readonly id: string;
  readonly stepKey: string;
  readonly round: number;
  readonly status: string;
  readonly outcome: string | null;
  readonly reasonCode: string | null;
  readonly agencyReference: string | null;
  readonly agency: { readonly code: string };
  readonly delivery: { readonly attempts: number; readonly pending: boolean; readonly lastFault: string | null };
  readonly deadlines: readonly { readonly status: string; readonly rule: { readonly key: string } }[];
}

export const CASE = /* GraphQL */ `
  fragment ReferralState on Referral {
    id
    stepKey
    round
    status
    outcome
    reasonCode
    agencyReference
    agency {
      code
    }
    delivery {
      attempts
      pending
      lastFault
    }
    deadlines {
      status
      rule {
        key
      }
    }
  }
  fragment CaseState on Case {
    id
    acceptanceNo
    status
    version
    attentionReason
    outcome
    closedAt
    rating
    referrals {
      ...ReferralState
    }
    steps {
      key
      status
      outcome
    }
    timeline {
      type
      summary {
        zh
      }
    }
  }
`;

export interface CasePayload {
  readonly case: CaseSeen | null;
  readonly replayed: boolean;
  readonly userErrors: readonly UserErrorSeen[];
}

const OPEN_CASE = `${CASE} ${USER_ERRORS}
  mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { ...CaseState } replayed userErrors { ...UserErrors } } }`;

/** Answers the payload; fails the test when the operation itself failed. */
export async function openCase(
  house: TestApp,
  input: OpenCaseInput,
  as: PersonaName = 'window',
  language?: Language,
): Promise<CasePayload> {
  const { data, errors } = await house.run<{ openCase: CasePayload }>(as, OPEN_CASE, { input }, language);
  expect(errors).toEqual([]);
  return data.openCase;
}

/** For arranging: the case that was opened. */
export async function opened(house: TestApp, input: OpenCaseInput): Promise<CaseSeen> {
  const payload = await openCase(house, input);
  expect(payload.userErrors).toEqual([]);
  if (!payload.case) throw new Error('no case in the answer');
  return payload.case;
}

const CASE_NOW = `${CASE} query CaseNow($id: ID!) { case(id: $id) { ...CaseState } }`;

export async function caseNow(house: TestApp, id: string, as: PersonaName = 'window'): Promise<CaseSeen> {
  const { data, errors } = await house.run<{ case: CaseSeen | null }>(as, CASE_NOW, { id });
  expect(errors).toEqual([]);
  if (!data.case) throw new Error(`${as} does not see the case`);
  return data.case;
}
