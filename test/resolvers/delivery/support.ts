import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { TestApp } from '../../support/build-test-app.ts';
import type { FakeAgency } from '../../usecases/support/fake-agency.ts';
import type { Opened, Stage } from '../../usecases/support/stage.ts';

export interface DeliveryPayload {
  readonly replayed: boolean;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
  readonly agency?: { readonly code: string; readonly paused: boolean } | null;
  readonly count?: number | null;
  readonly referralId?: string | null;
  readonly messageId?: string | null;
}

const ANSWERS = {
  pauseAgency: 'agency { code paused }',
  resumeAgency: 'agency { code paused }',
  replayAgency: 'agency { code paused } count',
  replayEffect: 'referralId',
  replayMessage: 'messageId',
} as const;

/** Runs one of the mutations on deliveries; key and reason are given unless a test gives its own. */
export async function steer(
  house: TestApp,
  mutation: keyof typeof ANSWERS,
  input: Readonly<Record<string, unknown>>,
  as: PersonaName = 'operator',
): Promise<DeliveryPayload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await house.run<Record<string, DeliveryPayload>>(
    as,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${ANSWERS[mutation]} replayed userErrors { code path } } }`,
    { input: { idempotencyKey: randomUUID(), reason: '对方已修复', ...input } },
  );
  expect(errors).toEqual([]);
  return data[mutation]!;
}

export interface DeadLetterSeen {
  readonly id: string;
  readonly referralId: string;
  readonly agency: { readonly code: string };
  readonly kind: string;
  readonly reason: string;
  readonly lastFault: string | null;
  readonly attempts: number;
  readonly mayHaveArrived: boolean;
  readonly since: string;
  readonly whatNext: { readonly zh: string; readonly en: string };
}

export async function deadLetters(house: TestApp, as: PersonaName = 'operator', agency?: string) {
  const { data, errors } = await house.run<{
    deadLetters: { nodes: readonly DeadLetterSeen[]; totalCount: number | null };
  }>(
    as,
    `query ($agency: String) { deadLetters(agency: $agency, first: 100) { totalCount nodes { id referralId
       agency { code } kind reason lastFault attempts mayHaveArrived since whatNext { zh en } } } }`,
    { agency: agency ?? null },
  );
  expect(errors).toEqual([]);
  return data.deadLetters;
}

/** The type of what `node(id)` finds; null for nothing. */
export async function typeOfNode(house: TestApp, as: PersonaName, id: string | undefined): Promise<string | null> {
  const { data } = await house.run<{ node: { __typename: string } | null }>(
    as,
    'query ($id: ID!) { node(id: $id) { __typename } }',
    { id },
  );
  return data.node?.__typename ?? null;
}

/** So many deliveries that the agency rejects as wrong. */
export async function openDeadLetters(stage: Stage, union: FakeAgency, count: number): Promise<readonly Opened[]> {
  union.answer = () => ({ kind: 'STOPPED', fault: 'REJECTED_REQUEST', reason: 'a field is missing' });
  const opened: Opened[] = [];
  for (let index = 0; index < count; index += 1) {
    const each = await stage.openMediation();
    await stage.app.system.dispatchEffect(each.effectId);
    opened.push(each);
  }
  union.answer = () => ({ kind: 'RECEIVED' });
  return opened;
}
