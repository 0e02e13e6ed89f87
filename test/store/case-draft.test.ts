import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyReferralEvent } from '#domain/cases/apply-referral-event.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { toCase, toDeadline, toEffect, toReferral } from '#store/case-rows.ts';
import { createCaseStore } from '#store/case-store.ts';
import { createCatalogueStore } from '#store/catalogue-store.ts';
import { progressContext } from '#usecases/progress-context.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

let stage: Stage;
let crypto: CryptoProvider;

beforeAll(async () => {
  stage = await openStage([fakeAgency()]);
  crypto = stage.app.tools.crypto;
});
afterAll(() => stage.close());

const prisma = () => stage.app.database.prisma;

/** Accepted, then asked for more by its agency: rows were added and changed, with instants, days, lists and sealed words. */
async function movedOn(): Promise<string> {
  const { caseId, referralId, effectId } = await stage.openMediation();
  await stage.app.system.dispatchEffect(effectId);
  const { unitOfWork } = stage.app.dependencies;
  await unitOfWork.run(async (tx) => {
    const draft = await tx.cases.loadDraft(caseId);
    if (!draft) throw new RangeError('no case');
    const context = await progressContext(stage.app.dependencies, tx, '990101', 'agency:union');
    applyReferralEvent(draft, referralId, { event: 'ACCEPT', agencyReference: 'X-1' }, context);
    applyReferralEvent(draft, referralId, { event: 'REQUEST_SUPPLEMENT', note: '请补\\工资"流水"\u2028' }, context);
    await tx.cases.saveDraft(draft);
  });
  return caseId;
}

/** The same through the client, table by table. */
async function readByClient(caseId: string) {
  const row = await prisma().case.findUniqueOrThrow({
    where: { id: caseId },
    include: {
      referrals: { include: { effects: true }, orderBy: { id: 'asc' } },
      deadlines: { orderBy: { id: 'asc' } },
    },
  });
  return {
    case: toCase(row, crypto),
    referrals: row.referrals.map((referral) => toReferral(referral, crypto)),
    effects: row.referrals.flatMap(({ effects }) => effects.map((effect) => toEffect(effect, crypto))),
    deadlines: row.deadlines.map((deadline) => toDeadline(deadline, crypto)),
  };
}

describe('the draft of a case', () => {
  it('holds what the tables hold, with the lock and without', async () => {
    const caseId = await movedOn();
    const { stores, unitOfWork } = stage.app.dependencies;

    const read = await stores.cases.readDraft(caseId);
    const locked = await unitOfWork.run((tx) => tx.cases.loadDraft(caseId));

    const expected = await readByClient(caseId);
    expect(read).toMatchObject(expected);
    expect(locked).toEqual(read);
    expect(expected.deadlines.length).toBeGreaterThan(1);
    expect(expected.effects).toMatchObject([{ status: 'DELIVERED' }]);
    expect(expected.referrals).toMatchObject([{ status: 'SUPPLEMENT_REQUESTED', agencyReference: 'X-1' }]);
    const last = await prisma().caseEvent.findFirst({ where: { caseId }, orderBy: { sequence: 'desc' } });
    expect(read?.nextSequence).toBe((last?.sequence ?? 0) + 1);
  });

  it('is nothing for an id that no case has', async () => {
    const { ids, stores, unitOfWork } = stage.app.dependencies;
    const id = ids.next();

    expect(await stores.cases.readDraft(id)).toBeUndefined();
    expect(await unitOfWork.run((tx) => tx.cases.loadDraft(id))).toBeUndefined();
  });

  it('is made again from what is there now when somebody has written one of its referrals meanwhile', async () => {
    const { caseId, referralId } = await stage.openMediation();
    const { unitOfWork } = stage.app.dependencies;
    let tries = 0;

    await unitOfWork.run(async (tx) => {
      tries += 1;
      const draft = await tx.cases.loadDraft(caseId);
      if (!draft) throw new RangeError('no case');
      if (tries === 1)
        await prisma().referral.update({ where: { id: referralId }, data: { version: { increment: 1 } } });
      const context = await progressContext(stage.app.dependencies, tx, '990101', 'agency:union');
      applyReferralEvent(draft, referralId, { event: 'DELIVER' }, context);
      await tx.cases.saveDraft(draft);
    });

    expect(tries).toBe(2);
    expect(await stage.referralState(referralId)).toMatchObject({ status: 'SENT' });
    expect(await prisma().caseEvent.count({ where: { caseId, type: 'referral.deliver' } })).toBeLessThanOrEqual(1);
  });
});

describe('a statement whose plan does not depend on its values', () => {
  it('is parsed and planned once on each connection, and no other is', async () => {
    const { caseId } = await stage.openMediation();

    const prepared = await prisma().$transaction(async (tx) => {
      const cases = createCaseStore(tx, crypto, stage.app.tools.numbers, createCatalogueStore(tx, new Map()));
      await tx.case.findUnique({ where: { id: caseId } });
      await tx.case.findMany({ where: { id: { in: [caseId] } } });
      await tx.case.findMany({ where: { status: 'IN_PROGRESS' }, take: 1 });
      await cases.loadDraft(caseId);
      return tx.$queryRaw<{ statement: string }[]>`SELECT statement FROM pg_prepared_statements WHERE NOT from_sql`;
    });

    const statements = prepared.map(({ statement }) => statement.trimStart());
    expect(statements.length).toBeGreaterThanOrEqual(3);
    expect(
      statements.filter((text) => !/^(\/\* prepared \*\/|INSERT INTO |SELECT .* AND 1=1\) LIMIT )/.test(text)),
    ).toEqual([]);
    expect(statements.filter((text) => / IN \(\$|"status" = \$/.test(text))).toEqual([]);
  });
});
