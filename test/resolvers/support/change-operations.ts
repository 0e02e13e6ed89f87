import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { Language } from '#resolvers/context.ts';
import type { TestApp } from '../../support/build-test-app.ts';
import { CASE, type CasePayload, type ReferralSeen, USER_ERRORS, type UserErrorSeen } from './case-operations.ts';

export interface ReferralPayload {
  readonly referral: ReferralSeen | null;
  readonly replayed: boolean;
  readonly userErrors: readonly UserErrorSeen[];
}

export type ReferralMutation =
  | 'receiveReferral'
  | 'acceptReferral'
  | 'startReferral'
  | 'requestSupplement'
  | 'returnReferral'
  | 'refuseReferral'
  | 'completeReferral'
  | 'provideSupplement'
  | 'recallReferral'
  | 'resendReferral'
  | 'rerouteReferral'
  | 'resolveDoubt'
  | 'extendDeadline'
  | 'pauseClocks'
  | 'resumeClocks'
  | 'reportStage'
  | 'assignMediator';

export type CaseMutation = 'withdrawCase' | 'rateCase';

/** Wants what an input of the mutation wants; the key is new unless it is given. */
export type ChangeInput = Readonly<Record<string, unknown>>;

/** Answers the payload; fails the test when the operation itself failed. */
export async function changeReferral(
  house: TestApp,
  as: PersonaName,
  mutation: ReferralMutation,
  input: ChangeInput,
  language?: Language,
): Promise<ReferralPayload> {
  return mutate(house, as, mutation, 'referral { ...ReferralState }', input, language);
}

export async function changeCase(
  house: TestApp,
  as: PersonaName,
  mutation: CaseMutation,
  input: ChangeInput,
  language?: Language,
): Promise<CasePayload> {
  return mutate(house, as, mutation, 'case { ...CaseState }', input, language);
}

async function mutate<Payload>(
  house: TestApp,
  as: PersonaName,
  mutation: ReferralMutation | CaseMutation,
  selection: string,
  input: ChangeInput,
  language?: Language,
): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  // CaseState is used by one kind of answer only, and a fragment nobody uses is an error.
  const fragments = selection.includes('CaseState') ? CASE : CASE.slice(0, CASE.indexOf('fragment CaseState'));
  const { data, errors } = await house.run<{ answer: Payload }>(
    as,
    `${fragments} ${USER_ERRORS}
     mutation Change($input: ${type}) { answer: ${mutation}(input: $input) { ${selection} replayed userErrors { ...UserErrors } } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
    language,
  );
  expect(errors).toEqual([]);
  return data.answer;
}
