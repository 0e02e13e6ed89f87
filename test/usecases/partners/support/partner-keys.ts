import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { TestApp } from '../../../support/build-test-app.ts';

export interface KeySeen {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly name: string;
  readonly agency: { readonly code: string } | null;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly divisionCode: string;
  readonly holder: string | null;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revocation: string | null;
  readonly secrets: readonly { readonly ending: string; readonly expiresAt: string | null }[];
}

export interface KeyPayload {
  readonly key: KeySeen;
  readonly secret: string;
  readonly replayed: boolean;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] | null }[];
}

const KEY = `id kind state name agency { code } roles scopes divisionCode holder expiresAt lastUsedAt revocation
  secrets { ending expiresAt }`;

export const TRIAL = { kind: 'TEST', name: '联调', scopes: ['CASES_READ'] };

/** Runs one of the mutations; the idempotency key is new unless it is given. */
export async function changeKey(
  house: TestApp,
  as: PersonaName,
  mutation: 'createPartnerKey' | 'rotatePartnerKey' | 'revokePartnerKey',
  input: Readonly<Record<string, unknown>>,
): Promise<KeyPayload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const secret = mutation === 'revokePartnerKey' ? '' : 'secret';
  const { data, errors } = await house.run<{ answer: KeyPayload }>(
    as,
    `mutation Change($input: ${type}) { answer: ${mutation}(input: $input) {
       key { ${KEY} } ${secret} replayed userErrors { code path } } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
  );
  expect(errors).toEqual([]);
  return data.answer;
}

export async function keysOf(house: TestApp, as: PersonaName, filter = ''): Promise<readonly KeySeen[]> {
  const { data, errors } = await house.run<{ partnerKeys: { nodes: readonly KeySeen[] } }>(
    as,
    `{ partnerKeys${filter} { nodes { ${KEY} } } }`,
  );
  expect(errors).toEqual([]);
  return data.partnerKeys.nodes;
}

export async function keyOf(house: TestApp, as: PersonaName, id: string): Promise<KeySeen | null> {
  const { data, errors } = await house.run<{ partnerKey: KeySeen | null }>(
    as,
    `query ($id: ID!) { partnerKey(id: $id) { ${KEY} } }`,
    { id },
  );
  expect(errors).toEqual([]);
  return data.partnerKey;
}
