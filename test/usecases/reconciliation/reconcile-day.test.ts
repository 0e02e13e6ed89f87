import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import type { LedgerLine } from '#domain/agencies/agency-ledger.ts';
import { canonicalLine } from '#domain/reconciliation/our-line.ts';
import { addDays, type LocalDate, localDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { requestReconciliation } from '#usecases/reconciliation/reconcile-agency.ts';
import { reconcileDay } from '#usecases/reconciliation/reconcile-day.ts';
import { ledgerAgency } from '../support/ledger-agency.ts';
import { type Opened, openStage, type Stage } from '../support/stage.ts';

/** Long past, so that nothing a test does today belongs to it. */
const DAY = localDate('2026-03-10');
const NOON = new Date(startOfLocalDay(DAY).getTime() + 12 * 3_600_000);

let stage: Stage;
const union = ledgerAgency();

beforeAll(async () => {
  stage = await openStage([union]);
});
afterAll(() => stage.close());

beforeEach(async () => {
  stage.clock.set(new Date('2026-03-20T02:00:00Z'));
  Object.assign(union, { held: [], pageSize: 100, beforePage: () => {}, saysTotal: undefined });
  union.asked.length = 0;
  union.answer = () => ({ kind: 'RECEIVED', agencyReference: 'A-1' });
  await prisma().reconciliationItem.deleteMany();
  await prisma().reconciliationRun.deleteMany();
  // What earlier tests delivered belongs to no day that this one looks at.
  await prisma().effect.updateMany({ data: { status: 'DELIVERED', finishedAt: new Date('2020-01-01') } });
});

const prisma = () => stage.app.database.prisma;

/** A matter delivered at that time, as both sides hold it. */
async function delivered(at = NOON, theirTime: Date | undefined = at): Promise<Opened & { line: LedgerLine }> {
  const opened = await stage.openMediation();
  await stage.app.system.dispatchEffect(opened.effectId);
  await prisma().effect.update({ where: { id: opened.effectId }, data: { finishedAt: at } });
  await prisma().attempt.updateMany({ where: { effectId: opened.effectId }, data: { startedAt: at, finishedAt: at } });
  const line: LedgerLine = {
    key: effectKeyOf(opened.effectId),
    referralId: opened.referralId,
    status: 'RECEIVED',
    references: ['A-1'],
    at: theirTime,
  };
  union.held.push(line);
  return { ...opened, line };
}

async function reconcile(day = DAY, app = stage.app) {
  const id = await requestReconciliation(app.dependencies, app.dependencies.stores, { agency: 'union', day }, 'test');
  await reconcileDay(app.dependencies, id);
  const run = await app.dependencies.stores.reconciliations.find(id);
  if (!run) throw new RangeError('the run is there');
  return run;
}

const items = () => prisma().reconciliationItem.findMany({ orderBy: [{ key: 'asc' }, { kind: 'asc' }] });
const openKinds = async () => (await items()).filter(({ state }) => state === 'OPEN').map(({ kind }) => kind);

function digestOf(...lines: readonly string[]): string {
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
}

describe('a day on which both sides hold the same', () => {
  it('agrees, and both digests say so whatever the order of the lists', async () => {
    const matters = [await delivered(), await delivered(), await delivered()];
    union.held.reverse();

    const run = await reconcile();

    const lines = matters.map(({ line }) => canonicalLine(line.key, 'RECEIVED', 'A-1')).toSorted();
    expect(run).toMatchObject({ status: 'AGREED', ours: { count: 3 }, theirs: { count: 3 }, differences: 0 });
    expect([run.ours?.digest, run.theirs?.digest]).toEqual([digestOf(...lines), digestOf(...lines)]);
    expect(await prisma().reconciliationLine.count()).toBe(0);
  });

  it('agrees by its digests alone: no other day is asked about', async () => {
    await delivered();

    await reconcile();

    expect(union.asked).toEqual([`${DAY} -`]);
  });

  it('agrees although the matter has gone on at both', async () => {
    const { referralId, line } = await delivered();
    await prisma().referral.update({ where: { id: referralId }, data: { status: 'COMPLETED' } });
    union.held = [{ ...line, status: 'COMPLETED' }];

    expect(await reconcile()).toMatchObject({ status: 'AGREED' });
  });

  it('agrees on nothing', async () => {
    expect(await reconcile()).toMatchObject({ status: 'AGREED', ours: { count: 0, digest: digestOf() } });
  });
});

describe('a difference', () => {
  const spoilt: readonly [string, string, (line: LedgerLine) => readonly LedgerLine[]][] = [
    ['MISSING_AT_AGENCY', 'OPERATOR', () => []],
    ['DOUBLE', 'AGENCY', (line) => [line, { ...line, references: ['A-2'] }]],
    ['STATUS_DIFFERS', 'WINDOW', (line) => [{ ...line, status: 'COMPLETED' }]],
    ['REFERENCE_DIFFERS', 'WINDOW', (line) => [{ ...line, references: ['B-9'] }]],
  ];

  it.each(spoilt)('%s is an item of its own, and %s has to look into it', async (kind, owner, spoil) => {
    const { line, referralId } = await delivered();
    await delivered();
    union.held = union.held.flatMap((each) => (each.key === line.key ? spoil(each) : [each]));

    const run = await reconcile();

    expect(run).toMatchObject({ status: 'DIFFERENT', differences: 1 });
    expect(await items()).toMatchObject([{ kind, owner, key: line.key, referralId, state: 'OPEN' }]);
  });

  it('UNKNOWN_TO_US is a record of something that nobody here sent', async () => {
    union.held.push({ key: 'oe-nobody', status: 'ACCEPTED', references: ['X'], at: NOON });

    await reconcile();

    expect(await items()).toMatchObject([
      { kind: 'UNKNOWN_TO_US', owner: 'AGENCY', key: 'oe-nobody', referralId: null, theirsReference: 'X' },
    ]);
  });

  it('closes by itself when a later run does not find it again', async () => {
    const { line } = await delivered();
    union.held = [];
    await reconcile();
    union.held = [line];

    await reconcile();

    expect(await items()).toMatchObject([{ state: 'RESOLVED', resolution: 'GONE', resolvedBy: 'reconciliation' }]);
  });

  it('is open again when it was said to be put right and is not, and stays resolved when it was called right', async () => {
    await delivered();
    await delivered();
    union.held = [];
    await reconcile();
    const [said, accepted] = await items();
    const { reconciliationItems } = stage.app.dependencies.stores;
    const end = { by: 'test', note: '已联系对方', at: stage.clock.now() };
    await reconciliationItems.resolve(said?.id ?? '', { ...end, resolution: 'AGENCY_CORRECTED' });
    await reconciliationItems.resolve(accepted?.id ?? '', { ...end, resolution: 'NO_FAULT' });

    await reconcile();

    expect((await items()).map(({ state, resolution }) => [state, resolution])).toEqual([
      ['OPEN', null],
      ['RESOLVED', 'NO_FAULT'],
    ]);
  });

  it('is no second item when it is found again', async () => {
    await delivered();
    union.held = [];

    await reconcile();
    await reconcile();

    expect(await openKinds()).toEqual(['MISSING_AT_AGENCY']);
  });
});

describe('midnight in Beijing', () => {
  const lastSecond = new Date(startOfLocalDay(addDays(DAY, 1)).getTime() - 1000);
  const firstSecond = startOfLocalDay(addDays(DAY, 1));

  it('separates the days of our side by the second', async () => {
    await delivered(lastSecond);
    await delivered(firstSecond);

    expect(await reconcile(DAY)).toMatchObject({ status: 'AGREED', ours: { count: 1 } });
    expect(await reconcile(addDays(DAY, 1))).toMatchObject({ status: 'AGREED', ours: { count: 1 } });
    expect(await reconcile(addDays(DAY, 2))).toMatchObject({ status: 'AGREED', ours: { count: 0 } });
  });

  it('between their taking it in and our knowing of it is no difference on either day', async () => {
    await delivered(firstSecond, lastSecond);

    const days = [await reconcile(DAY), await reconcile(addDays(DAY, 1))];

    expect(days).toMatchObject([
      { status: 'AGREED', ours: { count: 0 }, theirs: { count: 1 }, elsewhere: 1 },
      { status: 'AGREED', ours: { count: 1 }, theirs: { count: 0 }, elsewhere: 1 },
    ]);
    expect(await items()).toEqual([]);
  });

  it('hides no double that lies on two days', async () => {
    const { line } = await delivered(NOON);
    union.held.push({ ...line, at: firstSecond, references: ['A-2'] });

    expect(await reconcile(DAY)).toMatchObject({ status: 'AGREED' });
    expect(await reconcile(addDays(DAY, 1))).toMatchObject({ status: 'DIFFERENT', differences: 1 });
    expect(await openKinds()).toEqual(['DOUBLE']);
  });

  it('is looked across to the day of an attempt long before, whose answer got lost', async () => {
    const weekAgo = new Date(NOON.getTime() - 7 * 86_400_000);
    const { effectId } = await delivered(NOON, weekAgo);
    await prisma().attempt.updateMany({ where: { effectId }, data: { startedAt: weekAgo } });

    expect(await reconcile(DAY)).toMatchObject({ status: 'AGREED', elsewhere: 1 });
  });
});

describe('what is not settled yet', () => {
  it('is no difference while its delivery is under way', async () => {
    const { effectId, line } = await delivered();
    await prisma().effect.update({ where: { id: effectId }, data: { status: 'PENDING', finishedAt: null } });
    union.held = [line];

    expect(await reconcile()).toMatchObject({ status: 'AGREED', underWay: 1 });
  });

  it('is a difference for the window where we are in doubt and the agency has it', async () => {
    const { effectId } = await delivered();
    await prisma().effect.update({ where: { id: effectId }, data: { status: 'IN_DOUBT' } });

    await reconcile();

    expect(await items()).toMatchObject([{ kind: 'STATUS_DIFFERS', owner: 'WINDOW', oursStatus: 'IN_DOUBT' }]);
  });

  it('was not compared where it was delivered after the agency had been asked', async () => {
    const today = localDate(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    stage.clock.set(new Date());
    union.beforePage = async () => {
      union.beforePage = () => {};
      await delivered(new Date(), undefined);
    };

    expect(await reconcile(today)).toMatchObject({ status: 'AGREED', ours: { count: 0 } });
  });
});

describe('an agency that gives no answer', () => {
  beforeEach(() => {
    union.beforePage = () => {
      throw new AgencyUnavailableError('CONNECT', 'nobody there');
    };
  });

  it('leaves the day due, with its reason, and is asked again later and not at once', async () => {
    const run = await reconcile();
    await reconcileDay(stage.app.dependencies, run.id);
    const [row] = await prisma().$queryRaw<{ waits: boolean }[]>`
      SELECT next_attempt_at > now() AS waits FROM reconciliation_run`;

    expect(run).toMatchObject({ status: 'DUE', lastFault: 'CONNECT', attempts: 1 });
    expect(row?.waits).toBe(true);
    expect(union.asked).toHaveLength(1);
    expect(await stage.app.system.offerDueReconciliations(10, 0)).toEqual([]);
  });

  it('is compared once it is back, in the same run', async () => {
    await delivered();
    const before = await reconcile();
    union.beforePage = () => {};
    await prisma().$executeRaw`UPDATE reconciliation_run SET next_attempt_at = now() - interval '1 second'`;
    const [offered] = await stage.app.system.offerDueReconciliations(10, 0);

    await stage.app.system.reconcileDay(offered?.id ?? '');

    expect(offered?.id).toBe(before.id);
    const run = await stage.app.dependencies.stores.reconciliations.find(before.id);
    expect(run).toMatchObject({ status: 'AGREED', ours: { count: 1 } });
    expect(run?.lastFault).toBeUndefined();
  });
});

describe('a list', () => {
  it('that breaks off is read on from the page where it broke off', async () => {
    for (let index = 0; index < 5; index += 1) await delivered();
    union.pageSize = 2;
    union.beforePage = (page) => {
      if (page === 2) throw new AgencyUnavailableError('TIMEOUT', 'too slow');
    };
    const first = await reconcile();
    const second = await reconcile();

    expect(first).toMatchObject({ status: 'DUE', lastFault: 'TIMEOUT' });
    expect(second).toMatchObject({ id: first.id, status: 'AGREED', theirs: { count: 5 } });
    expect(union.asked).toEqual([`${DAY} -`, `${DAY} 2`, `${DAY} 2`, `${DAY} 4`]);
  });

  it('that is shorter than it says is no list, and is read anew', async () => {
    await delivered();
    union.saysTotal = 2;
    const first = await reconcile();
    union.saysTotal = undefined;
    const second = await reconcile();

    expect(first).toMatchObject({ status: 'DUE', lastFault: 'MALFORMED' });
    expect(second).toMatchObject({ status: 'AGREED', theirs: { count: 1 } });
  });

  it('of thousands is compared with all of ours, and each difference is found', async () => {
    const { referralId, line } = await delivered();
    await prisma().$executeRaw`
      INSERT INTO effect (id, referral_id, agency_code, kind, position, status, next_attempt_at, created_at, finished_at)
      SELECT gen_random_uuid(), ${referralId}::uuid, 'union', 'SUPPLEMENT', n, 'DELIVERED', now(), ${NOON}, ${NOON}
        FROM generate_series(10, 3009) n`;
    const effects = await prisma().effect.findMany({ where: { referralId, kind: 'SUPPLEMENT' }, select: { id: true } });
    const all = effects.map(({ id }) => ({ ...line, key: effectKeyOf(id) }));
    const phantoms = Array.from({ length: 700 }, (_, index) => ({ ...line, key: `oe-phantom-${index}` }));
    union.held = [line, ...all.slice(600), ...phantoms];
    union.pageSize = 500;

    const run = await reconcile();

    expect(run).toMatchObject({ differences: 1_300, ours: { count: 3_001 }, theirs: { count: 3_101 } });
    const kinds = Map.groupBy(await items(), ({ kind }) => kind);
    expect(kinds.get('MISSING_AT_AGENCY')).toHaveLength(600);
    expect(kinds.get('UNKNOWN_TO_US')).toHaveLength(700);
  });
});

describe('two processes', () => {
  it('that are handed the same run do it once', async () => {
    await delivered();
    const other = await stage.secondApp();
    const ask = (app: Stage['app']) =>
      requestReconciliation(app.dependencies, app.dependencies.stores, { agency: 'union', day: DAY }, 'test');

    const [a, b] = await Promise.all([ask(stage.app), ask(other)]);
    await Promise.all([
      ...[stage.app, other].map((app) => reconcileDay(app.dependencies, a)),
      ...[stage.app, other].map((app) => reconcileDay(app.dependencies, b)),
    ]);

    expect(a).toBe(b);
    expect(union.asked).toHaveLength(1);
    expect(await prisma().reconciliationRun.findMany()).toMatchObject([{ status: 'AGREED', attempts: 1 }]);
  });

  it('of which one was stopped and comes back write nothing twice: the overtaken one gives up', async () => {
    await delivered();
    union.held = [];
    const other = await stage.secondApp();
    union.beforePage = async (page) => {
      if (page > 1) return;
      // The first is frozen past its lease; the second does the work meanwhile.
      await prisma().$executeRaw`UPDATE reconciliation_run SET lease_until = now() - interval '1 second'`;
      const [run] = await prisma().reconciliationRun.findMany();
      await reconcileDay(other.dependencies, run?.id ?? '');
    };

    const run = await reconcile();

    expect(run).toMatchObject({ status: 'DIFFERENT', differences: 1, attempts: 2 });
    expect(await openKinds()).toEqual(['MISSING_AT_AGENCY']);
  });
});

describe('the nights', () => {
  const planned = async () =>
    (await prisma().reconciliationRun.findMany({ orderBy: { day: 'asc' } })).map(({ day, night }) => [
      toText(day),
      night && toText(night),
    ]);
  const toText = (day: Date): string => day.toISOString().slice(0, 10);

  it('plan the last three days once, however many ask', async () => {
    const other = await stage.secondApp();

    await Promise.all([stage.app, other, stage.app].map((app) => app.system.planReconciliations()));
    await stage.app.system.planReconciliations();

    expect(await planned()).toEqual([
      ['2026-03-17', '2026-03-20'],
      ['2026-03-18', '2026-03-20'],
      ['2026-03-19', '2026-03-20'],
    ]);
  });

  it('that a machine slept through are caught up with', async () => {
    await stage.app.system.planReconciliations();
    for (const { id } of await stage.app.system.offerDueReconciliations(10, 0)) await stage.app.system.reconcileDay(id);
    stage.clock.set(new Date('2026-03-25T02:00:00Z'));

    await stage.app.system.planReconciliations();

    expect((await planned()).slice(3)).toEqual(
      ['20', '21', '22', '23', '24'].map((day) => [`2026-03-${day}`, '2026-03-25']),
    );
  });

  it('do not plan a day twice that is still due since its agency is down', async () => {
    await stage.app.system.planReconciliations();
    stage.clock.set(new Date('2026-03-21T02:00:00Z'));

    await stage.app.system.planReconciliations();

    expect((await planned()).map(([day]) => day)).toEqual(['2026-03-17', '2026-03-18', '2026-03-19', '2026-03-20']);
  });

  it('come back to an older day as long as it has open items', async () => {
    await delivered();
    union.held = [];
    await reconcile(DAY);

    await stage.app.system.planReconciliations();

    expect((await planned()).map(([day, night]) => (night ? day : `${day} by hand`))).toContain(DAY);
  });
});

describe('what is asked for by hand', () => {
  const ask = (agency: string, day: LocalDate) =>
    requestReconciliation(stage.app.dependencies, stage.app.dependencies.stores, { agency, day }, 'test');

  it.each([
    ['nobody', DAY, 'NOT_FOUND'],
    ['township', DAY, 'AGENCY_KEEPS_NO_LEDGER'],
    ['union', localDate('2026-03-21'), 'DATE_INVALID'],
  ])('of %s for %s is refused with %s', async (agency, day, code) => {
    await expect(ask(agency, day)).rejects.toMatchObject({ faults: [{ code }] });
  });

  it('brings a run forward that waits, instead of making another', async () => {
    union.beforePage = () => {
      throw new AgencyUnavailableError('CONNECT', 'nobody there');
    };
    const { id } = await reconcile();

    expect(await ask('union', DAY)).toBe(id);
    expect((await stage.app.system.offerDueReconciliations(10, 0)).map((due) => due.id)).toEqual([id]);
  });
});
