import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import type { TestApp } from '../../support/build-test-app.ts';

const ITEMS = path.resolve(import.meta.dirname, '../../../catalogue/items');

/** The definition of the wage-arrears item as its file has it. */
export const WAGE_ARREARS = readFileSync(path.join(ITEMS, 'courier-wage-arrears.yaml'), 'utf8');

/** Replacing nothing would make a test pass on the sound text. */
export function changed(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`nothing to change: ${from}`);
  return text.replace(from, () => to);
}

export interface VersionSeen {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly note: string | null;
  readonly draftedBy: string;
  readonly publishedBy: string | null;
  readonly publishedAt: string | null;
  readonly retiredAt: string | null;
  readonly changes: readonly { kind: string; path: string; before: string | null; after: string | null }[] | null;
}

export interface VersionPayload {
  readonly version: VersionSeen | null;
  readonly replayed: boolean;
  readonly userErrors: readonly {
    readonly __typename: string;
    readonly code: string;
    readonly path: readonly string[] | null;
    readonly currentStatus?: string | null;
    readonly faults?: readonly { line: number; column: number; message: string }[];
  }[];
}

const VERSION = 'id version status note draftedBy publishedBy publishedAt retiredAt changes { kind path before after }';

/** Runs one of the mutations on versions; the key is new unless it is given. */
export async function changeVersion(
  house: TestApp,
  as: PersonaName,
  mutation: 'draftServiceItem' | 'publishServiceItem' | 'discardDraft',
  input: Readonly<Record<string, unknown>>,
): Promise<VersionPayload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await house.run<Record<string, VersionPayload>>(
    as,
    `mutation Change($input: ${type}!) { ${mutation}(input: $input) {
      version { ${VERSION} } replayed
      userErrors { __typename code path ... on StateConflictError { currentStatus }
        ... on CatalogueFaultyError { faults { line column message } } } } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
  );
  expect(errors).toEqual([]);
  return data[mutation]!;
}

export async function versionsOf(house: TestApp, code: string): Promise<readonly VersionSeen[]> {
  const { data, errors } = await house.run<{ serviceItemVersions: readonly VersionSeen[] }>(
    'supervisor',
    `query Versions($code: String!) { serviceItemVersions(code: $code) { ${VERSION} } }`,
    { code },
  );
  expect(errors).toEqual([]);
  return data.serviceItemVersions;
}

/** A sound draft that differs from the file in one word. */
export async function draft(house: TestApp, from = 'maxLength: 2000', to = 'maxLength: 1000'): Promise<string> {
  const definition = changed(WAGE_ARREARS, from, to);
  const { version, userErrors } = await changeVersion(house, 'supervisor', 'draftServiceItem', {
    definition,
    note: '试改',
  });
  expect(userErrors).toEqual([]);
  return version?.id ?? '';
}
