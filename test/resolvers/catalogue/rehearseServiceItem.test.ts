import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { wageCase } from '../support/case-inputs.ts';
import { changeVersion, draft } from '../support/version-operations.ts';

interface RehearsalSeen {
  readonly id: string;
  readonly status: string;
  readonly progress: { done: number; total: number };
  readonly totals: Readonly<Record<string, number>>;
  readonly divisions: readonly { divisionCode: string; counts: { removed: number } }[];
  readonly days: readonly { day: string; counts: { removed: number } }[];
  readonly samples: readonly { finding: string; cases: readonly ({ id: string } | null)[] }[];
}

const REHEARSAL = `id versionId status progress { done total } totals { cases removed unchanged rerouted }
  divisions { divisionCode counts { removed } } days { day counts { removed } }
  samples { finding cases { id acceptanceNo } }`;

let house: TestApp;
let here = '';
beforeAll(async () => {
  house = await buildTestApp();
  here = await open('990101');
});
afterAll(() => house.close());

async function open(divisionCode: string): Promise<string> {
  const input = wageCase({ divisionCode, workplaceDivisionCode: divisionCode });
  const { data } = await house.run<{ openCase: { case: { id: string } } }>(
    'window',
    'mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { id } } }',
    { input },
  );
  return data.openCase.case.id;
}

async function rehearse(input: { versionId: string; idempotencyKey?: string }) {
  const { data, errors } = await house.run<{
    rehearseServiceItem: {
      rehearsal: RehearsalSeen | null;
      replayed: boolean;
      userErrors: readonly { code: string }[];
    };
  }>(
    'supervisor',
    `mutation Run($input: RehearseServiceItemInput!) {
      rehearseServiceItem(input: $input) { rehearsal { ${REHEARSAL} } replayed userErrors { code } } }`,
    { input: { idempotencyKey: randomUUID(), ...input } },
  );
  expect(errors).toEqual([]);
  return data.rehearseServiceItem;
}

async function seenBy(persona: PersonaName, id: string): Promise<RehearsalSeen | null> {
  const { data, errors } = await house.run<{ rehearsal: RehearsalSeen | null }>(
    persona,
    `query One($id: ID!) { rehearsal(id: $id) { ${REHEARSAL} } }`,
    { id },
  );
  expect(errors).toEqual([]);
  return data.rehearsal;
}

/** What relay and worker would do. */
async function work(): Promise<void> {
  for (const { id } of await house.app.system.offerDueRehearsals(10, 0)) await house.app.system.continueRehearsal(id);
}

describe('a rehearsal', () => {
  it('shows its progress, then who would be refused, with cases that the viewer may see', async () => {
    const versionId = await draft(house, 'when: applicant.age >= 16', 'when: applicant.age >= 100');

    const { rehearsal } = await rehearse({ versionId });
    expect(rehearsal).toMatchObject({ status: 'RUNNING', progress: { done: 0, total: 1 }, samples: [] });
    await work();

    const done = await seenBy('supervisor', rehearsal?.id ?? '');
    expect(done).toMatchObject({
      versionId,
      status: 'DONE',
      progress: { done: 1, total: 1 },
      totals: { cases: 1, removed: 1, unchanged: 0, rerouted: 0 },
      divisions: [{ divisionCode: '990101', counts: { removed: 1 } }],
      days: [{ day: '2026-03-02', counts: { removed: 1 } }],
      samples: [{ finding: 'REMOVED', cases: [{ id: here }] }],
    });
    const published = await changeVersion(house, 'supervisor', 'publishServiceItem', { versionId });
    expect(published.version?.status).toBe('PUBLISHED');
  });

  it('shows an auditor the figures and no case', async () => {
    const versionId = await draft(house, 'when: applicant.age >= 16', 'when: applicant.age >= 99');
    const { rehearsal } = await rehearse({ versionId });
    await work();

    const seen = await seenBy('auditor', rehearsal?.id ?? '');

    expect(seen).toMatchObject({ totals: { removed: 1 }, samples: [{ finding: 'REMOVED', cases: [null] }] });
  });

  it('is listed under its draft, begun once for each key', async () => {
    const versionId = await draft(house);
    const idempotencyKey = randomUUID();
    const first = await rehearse({ versionId, idempotencyKey });
    const again = await rehearse({ versionId, idempotencyKey });

    const { data } = await house.run<{ rehearsals: readonly { id: string }[] }>(
      'auditor',
      'query All($id: ID!) { rehearsals(versionId: $id) { id } }',
      { id: versionId },
    );

    expect([first.replayed, again.replayed]).toEqual([false, true]);
    expect(data.rehearsals).toEqual([{ id: first.rehearsal?.id }]);
  });

  it('is refused for what is over, and nothing is found by a foreign id', async () => {
    const versionId = await draft(house);
    await changeVersion(house, 'supervisor', 'discardDraft', { versionId });

    expect((await rehearse({ versionId })).userErrors).toEqual([{ code: 'TRANSITION_REFUSED' }]);
    expect((await rehearse({ versionId: here })).userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    expect(await seenBy('supervisor', versionId)).toBeNull();
  });
});
