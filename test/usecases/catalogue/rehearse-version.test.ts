import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#domain/access/viewer.ts';
import type { Rehearsal } from '#domain/catalogue/rehearsal.ts';
import type { ServiceItem } from '#domain/catalogue/service-item.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { discardDraft, publishServiceItem } from '#usecases/catalogue/change-version.ts';
import { rehearseServiceItem } from '#usecases/catalogue/rehearse-service-item.ts';
import { continueRehearsal } from '#usecases/catalogue/rehearse-version.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';
import { hardshipCase, stranger, wageCase } from '../../resolvers/support/case-inputs.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { WINDOW } from '../support/stage.ts';

const OFFICER: Viewer = { subject: 'test:officer', role: 'SUPERVISOR', name: '督导', divisionCode: '990100' };
const SMALL = { pageSize: 2, pagesPerTurn: 2 };

let house: TestApp;
let deps: UsecaseDependencies;
beforeAll(async () => {
  house = await buildTestApp();
  deps = house.app.dependencies;
  for (const months of [1, 2, 3, 4, 5, 6, 7]) await openWage(months);
});
afterAll(() => house.close());

async function openWage(months: number): Promise<string> {
  const { leadId: _none, workplaceDivisionCode: _same, form, ...input } = wageCase();
  const applicant = { ...input.applicant, phone: input.applicant.phone ?? undefined };
  const answered = { ...form, arrearsMonths: months };
  const { result } = await openCase(deps, WINDOW, { ...input, channel: 'WINDOW', applicant, form: answered });
  return result.caseId;
}

/** A draft of the item as it is in force, but for what is said here. */
async function draft(code: string, differs: (item: ServiceItem) => Partial<ServiceItem>): Promise<string> {
  return deps.unitOfWork.run(async (tx) => {
    const [newest] = await tx.versions.take(code);
    const inForce = (await tx.catalogue.findInForce(code))!;
    const item = { ...inForce.item, ...differs(inForce.item) };
    const id = deps.ids.next();
    const at = deps.clock.now();
    const digest = deps.digest.plain(JSON.stringify(item));
    const version = newest!.version + 1;
    await tx.versions.insert({ id, code, version, item, digest, status: 'DRAFT', draftedAt: at, draftedBy: 'officer' });
    return id;
  });
}

const ONLY_LONG = (item: ServiceItem): Partial<ServiceItem> => ({
  eligibility: item.eligibility.map((condition) =>
    condition.rule === 'ARREARS_POSITIVE' ? { ...condition, when: 'form.arrearsMonths > 3' } : condition,
  ),
});

async function start(versionId: string): Promise<string> {
  const { result } = await rehearseServiceItem(deps, OFFICER, { idempotencyKey: randomUUID(), versionId });
  return result.rehearsalId;
}

async function found(id: string): Promise<Rehearsal> {
  return (await deps.stores.rehearsals.find(id))!;
}

async function runToEnd(id: string, pace = SMALL): Promise<Rehearsal> {
  for (let turn = 0; turn < 50; turn += 1) {
    await continueRehearsal(deps, id, pace);
    if ((await found(id)).status !== 'RUNNING') return found(id);
  }
  throw new Error('the run never came to an end');
}

/** The lease of a worker that died is over. */
async function letLeasePass(): Promise<void> {
  await house.app.database.prisma.$executeRaw`UPDATE rehearsal SET lease_until = lease_until - interval '1 hour'`;
}

describe('rehearsing a draft', () => {
  it('counts who would be removed, by county and day, names cases, and makes the draft publishable', async () => {
    const versionId = await draft('courier-wage-arrears', ONLY_LONG);

    const { status, done, total, sums, finishedAt } = await runToEnd(await start(versionId));

    expect([status, done, total, finishedAt]).toEqual(['DONE', 7, 7, house.clock.now()]);
    expect(sums.totals).toEqual({ CASES: 7, REMOVED: 3, UNCHANGED: 4 });
    expect(sums.divisions).toEqual({ '990101': sums.totals });
    expect(sums.days).toEqual({ '2026-03-02': sums.totals });
    expect(sums.samples.REMOVED).toHaveLength(3);
    expect(await deps.stores.versions.find(versionId)).toMatchObject({ status: 'REHEARSED', rehearsedAt: finishedAt });
  });

  it('finds nothing where the draft says what is in force', async () => {
    const { sums } = await runToEnd(await start(await draft('courier-wage-arrears', () => ({}))));

    expect(sums.totals).toEqual({ CASES: 7, UNCHANGED: 7 });
  });

  it('gives the same sums when its worker is killed between counting a page and keeping it', async () => {
    const versionId = await draft('courier-wage-arrears', ONLY_LONG);
    const undisturbed = await runToEnd(await start(versionId));
    const id = await start(versionId);
    let pages = 0;
    const dying: UsecaseDependencies = {
      ...deps,
      stores: {
        ...deps.stores,
        rehearsals: {
          ...deps.stores.rehearsals,
          async keepProgress(...progress) {
            pages += 1;
            if (pages === 2) throw new Error('killed');
            return deps.stores.rehearsals.keepProgress(...progress);
          },
        },
      },
    };

    await expect(continueRehearsal(dying, id, SMALL)).rejects.toThrow('killed');
    const halfway = await found(id);
    await continueRehearsal(deps, id, SMALL);
    const whileLeased = await found(id);
    await letLeasePass();
    const resumed = await runToEnd(id);

    expect(halfway).toMatchObject({ status: 'RUNNING', done: 2, total: 7 });
    expect(whileLeased).toEqual(halfway);
    expect(resumed.sums).toEqual(undisturbed.sums);
    expect(resumed.done).toBe(7);
  });

  it('is not counted twice by a worker that was frozen and comes back', async () => {
    const id = await start(await draft('courier-wage-arrears', ONLY_LONG));
    const { stores } = deps;
    const frozen: UsecaseDependencies = {
      ...deps,
      stores: {
        ...stores,
        pastDecisions: {
          ...stores.pastDecisions,
          async cases(question, page) {
            const cases = await stores.pastDecisions.cases(question, page);
            await letLeasePass();
            await continueRehearsal(deps, id, { pageSize: 100, pagesPerTurn: 1 });
            return cases;
          },
        },
      },
    };

    await continueRehearsal(frozen, id, SMALL);
    const { sums, done } = await runToEnd(id);

    expect([done, sums.totals.CASES]).toEqual([7, 7]);
  });

  it('counts those who were refused and would be accepted, once, and not who was accepted after all', async () => {
    const applicants = [stranger(), stranger()];
    for (const applicant of [...applicants, applicants[0]!]) {
      const { leadId: _none, workplaceDivisionCode: _same, ...input } = hardshipCase({ applicant });
      const typed = { ...applicant, phone: applicant.phone ?? undefined };
      await expect(openCase(deps, WINDOW, { ...input, channel: 'WINDOW', applicant: typed })).rejects.toThrow(
        'NOT_ELIGIBLE',
      );
    }
    const versionId = await draft('hardship-aid', () => ({ eligibility: [] }));

    const { sums } = await runToEnd(await start(versionId));

    expect(sums.totals).toEqual({ REFUSED_INTAKES: 2, ADDED: 2 });
    expect(sums.samples).toEqual({});
  });

  it('counts cases whose facts were not kept, or cannot be opened, as not comparable', async () => {
    const { prisma } = house.app.database;
    const [first, second] = [await openWage(5), await openWage(5)];
    const other = await prisma.case.findUniqueOrThrow({ where: { id: second } });
    await prisma.case.update({ where: { id: first }, data: { factsSealed: null } });
    await prisma.case.update({ where: { id: second }, data: { factsSealed: other.formSealed } });

    const { sums } = await runToEnd(await start(await draft('courier-wage-arrears', ONLY_LONG)));

    expect(sums.totals).toMatchObject({ CASES: 9, NOT_COMPARABLE: 2 });
    await prisma.case.updateMany({ where: { id: { in: [first, second] } }, data: { serviceItemCode: 'set-aside' } });
  });

  it('does not read cases opened after it began', async () => {
    const id = await start(await draft('courier-wage-arrears', ONLY_LONG));
    house.clock.forward(1);
    const late = await openWage(1);

    const { sums, total } = await runToEnd(id);

    expect([sums.totals.CASES, total]).toEqual([7, 7]);
    await house.app.database.prisma.case.update({ where: { id: late }, data: { serviceItemCode: 'set-aside' } });
  });

  it('is joined while it runs, and one run is as good as another', async () => {
    const versionId = await draft('courier-wage-arrears', ONLY_LONG);
    const [first, second] = [await start(versionId), await start(versionId)];
    await runToEnd(first);

    expect(second).toBe(first);
    expect(await start(versionId)).not.toBe(first);
  });

  it('stops when the draft is given up', async () => {
    const versionId = await draft('courier-wage-arrears', ONLY_LONG);
    const id = await start(versionId);
    await continueRehearsal(deps, id, { pageSize: 1, pagesPerTurn: 1 });
    await discardDraft(deps, OFFICER, { idempotencyKey: randomUUID(), versionId });

    const { status, done } = await runToEnd(id);

    expect([status, done]).toEqual(['ABANDONED', 1]);
    expect(await deps.stores.versions.find(versionId)).toMatchObject({ status: 'RETIRED' });
  });

  it('changes no case', async () => {
    const { prisma } = house.app.database;
    const before = await prisma.case.findMany({ orderBy: { id: 'asc' } });

    await runToEnd(await start(await draft('courier-wage-arrears', ONLY_LONG)));

    expect(await prisma.case.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
  });

  it('is offered to the queue once, until its turn is over', async () => {
    const id = await start(await draft('courier-wage-arrears', ONLY_LONG));
    const offered = async () => (await deps.stores.rehearsals.offerDue(10, 10)).filter((run) => run.id === id);

    const before = [await offered(), await offered()];
    await continueRehearsal(deps, id, SMALL);
    const next = await offered();

    expect(before).toEqual([[{ id, turn: 0 }], []]);
    expect(next).toEqual([{ id, turn: 1 }]);
    await runToEnd(id);
  });

  it('leads to a version that new cases are accepted under, while the old ones keep theirs', async () => {
    const versionId = await draft('courier-wage-arrears', ONLY_LONG);
    await runToEnd(await start(versionId));
    await publishServiceItem(deps, OFFICER, { idempotencyKey: randomUUID(), versionId });

    await expect(openWage(1)).rejects.toThrow('NOT_ELIGIBLE');
    const accepted = await openWage(6);

    const { prisma } = house.app.database;
    expect(await prisma.case.findUniqueOrThrow({ where: { id: accepted } })).toMatchObject({
      serviceItemVersionId: versionId,
    });
    expect(await prisma.case.count({ where: { serviceItemVersionId: versionId } })).toBe(1);
  });
});
