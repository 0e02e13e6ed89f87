import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rehearsed } from '#domain/catalogue/catalogue-version.ts';
import { rowIdOf } from '#resolvers/global-id.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { WINDOW } from '../../usecases/support/stage.ts';
import { wageCase } from '../support/case-inputs.ts';
import { changeVersion, draft, versionsOf } from '../support/version-operations.ts';

const CODE = 'courier-wage-arrears';

let house: TestApp;
beforeAll(async () => {
  house = await buildTestApp();
});
afterAll(() => house.close());

async function rehearse(id: string): Promise<void> {
  const { versions } = house.app.dependencies.stores;
  const version = await versions.find(rowIdOf('ServiceItemVersion', id) ?? '');
  await versions.save(rehearsed(version!, house.clock.now()));
}

async function openWageCase(): Promise<string> {
  const { applicant, ...input } = wageCase();
  const { result } = await openCase(house.app.dependencies, WINDOW, {
    ...input,
    channel: 'WINDOW',
    applicant: { ...applicant, phone: applicant.phone ?? undefined },
    workplaceDivisionCode: '990101',
    leadId: undefined,
  });
  return result.caseId;
}

async function versionOfCase(id: string): Promise<number | undefined> {
  const row = await house.app.database.prisma.case.findUniqueOrThrow({
    where: { id },
    include: { serviceItemVersion: true },
  });
  return row.serviceItemVersion.version;
}

describe('publishing a service item', () => {
  it('waits for a rehearsal', async () => {
    const versionId = await draft(house);

    const { userErrors, version } = await changeVersion(house, 'supervisor', 'publishServiceItem', { versionId });

    expect(version).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'VERSION_NOT_REHEARSED', path: ['versionId'], currentStatus: null }]);
  });

  it('retires the version before it, while cases that were accepted keep theirs', async () => {
    const before = await openWageCase();
    const versionId = await draft(house);
    await rehearse(versionId);
    const idempotencyKey = randomUUID();

    const { version } = await changeVersion(house, 'supervisor', 'publishServiceItem', { versionId, idempotencyKey });
    const again = await changeVersion(house, 'supervisor', 'publishServiceItem', { versionId, idempotencyKey });
    const after = await openWageCase();

    expect(version).toMatchObject({ status: 'PUBLISHED', publishedBy: 'persona:supervisor', changes: [] });
    expect(again.replayed).toBe(true);
    const all = await versionsOf(house, CODE);
    expect(all.filter(({ status }) => status === 'PUBLISHED').map(({ id }) => id)).toEqual([versionId]);
    expect(all.at(-1)).toMatchObject({ version: 1, status: 'RETIRED' });
    expect([await versionOfCase(before), await versionOfCase(after)]).toEqual([1, version?.version]);
    const draftOfCase = await house.app.dependencies.unitOfWork.run((tx) => tx.cases.loadDraft(before));
    expect(draftOfCase?.item.form.properties['facts']).toMatchObject({ maxLength: 2000 });
  });

  it('refuses what is in force or over', async () => {
    const [inForce] = (await versionsOf(house, CODE)).filter(({ status }) => status === 'PUBLISHED');
    const given = await draft(house);
    const { version } = await changeVersion(house, 'supervisor', 'discardDraft', { versionId: given });

    const refused = await Promise.all([
      changeVersion(house, 'supervisor', 'publishServiceItem', { versionId: inForce?.id }),
      changeVersion(house, 'supervisor', 'discardDraft', { versionId: inForce?.id }),
      changeVersion(house, 'supervisor', 'publishServiceItem', { versionId: given }),
      changeVersion(house, 'supervisor', 'discardDraft', { versionId: given }),
    ]);

    expect(version).toMatchObject({ status: 'RETIRED', publishedAt: null });
    expect(refused.map(({ userErrors: [error] }) => [error?.code, error?.currentStatus])).toEqual([
      ['TRANSITION_REFUSED', 'PUBLISHED'],
      ['TRANSITION_REFUSED', 'PUBLISHED'],
      ['TRANSITION_REFUSED', 'RETIRED'],
      ['TRANSITION_REFUSED', 'RETIRED'],
    ]);
  });

  it('lets one of two drafts that are published at once come into force last, never both', async () => {
    const drafts = [await draft(house), await draft(house, 'maxLength: 2000', 'maxLength: 500')];
    for (const id of drafts) await rehearse(id);

    const answers = await Promise.all(
      drafts.map((versionId) => changeVersion(house, 'supervisor', 'publishServiceItem', { versionId })),
    );

    expect(answers.map(({ userErrors }) => userErrors)).toEqual([[], []]);
    const all = await versionsOf(house, CODE);
    expect(all.filter(({ status }) => status === 'PUBLISHED')).toHaveLength(1);
  });

  it.each(['Case', 'nonsense'])('does not find a version by the id of something else (%s)', async (type) => {
    const versionId = Buffer.from(`${type === 'Case' ? 'cas' : 'x'}:${randomUUID()}`).toString('base64url');

    const { userErrors } = await changeVersion(house, 'supervisor', 'publishServiceItem', { versionId });

    expect(userErrors.map(({ code, path }) => [code, path])).toEqual([['NOT_FOUND', ['versionId']]]);
  });
});

describe('a draft', () => {
  it('is shown to supervisors and auditors, and to nobody else by any id', async () => {
    const versionId = await draft(house);
    const asItem = Buffer.from(`svi:${rowIdOf('ServiceItemVersion', versionId)}`).toString('base64url');
    const seenBy = async (persona: 'supervisor' | 'auditor' | 'window' | 'operator', id: string) =>
      (
        await house.run<{ node: { __typename: string } | null }>(
          persona,
          'query Q($id: ID!) { node(id: $id) { __typename } }',
          { id },
        )
      ).data.node?.__typename;

    expect(await seenBy('supervisor', versionId)).toBe('ServiceItemVersion');
    expect(await seenBy('auditor', versionId)).toBe('ServiceItemVersion');
    expect(await seenBy('window', versionId)).toBeUndefined();
    expect(await seenBy('operator', versionId)).toBeUndefined();
    expect(await seenBy('supervisor', asItem)).toBeUndefined();
  });
});
