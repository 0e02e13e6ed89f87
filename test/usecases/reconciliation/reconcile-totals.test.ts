import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerTotals } from '#domain/agencies/agency-ledger.ts';
import { localDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { requestReconciliation } from '#usecases/reconciliation/reconcile-agency.ts';
import { reconcileDay } from '#usecases/reconciliation/reconcile-day.ts';
import { totalsAgency } from '../support/ledger-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DAY = localDate('2026-03-10');

let stage: Stage;
let totals: LedgerTotals;

beforeAll(async () => {
  stage = await openStage([totalsAgency(() => totals)], { now: new Date('2026-03-20T02:00:00Z') });
});
afterAll(() => stage.close());

const prisma = () => stage.app.database.prisma;

beforeEach(async () => {
  await prisma().reconciliationItem.deleteMany();
  await prisma().reconciliationRun.deleteMany();
  await prisma().effect.updateMany({ data: { status: 'DELIVERED', finishedAt: new Date('2020-01-01') } });
});

/** Answers its key. */
async function delivered(): Promise<string> {
  const { effectId } = await stage.openMediation();
  await stage.app.system.dispatchEffect(effectId);
  await prisma().effect.update({ where: { id: effectId }, data: { finishedAt: startOfLocalDay(DAY) } });
  return effectKeyOf(effectId);
}

async function reconcile() {
  const { dependencies } = stage.app;
  const id = await requestReconciliation(dependencies, dependencies.stores, { agency: 'union', day: DAY }, 'test');
  await reconcileDay(dependencies, id);
  return dependencies.stores.reconciliations.find(id);
}

const items = () => prisma().reconciliationItem.findMany();

function digestOf(...keys: readonly string[]): string {
  return createHash('sha256')
    .update(keys.map((key) => `${key}\n`).join(''))
    .digest('hex');
}

describe('an agency that gives totals and no list', () => {
  it.each<[string, (keys: readonly string[]) => LedgerTotals, readonly string[]]>([
    ['agrees', (keys) => ({ count: keys.length, keyDigest: digestOf(...keys.toSorted()) }), []],
    ['has one less', (keys) => ({ count: 1, keyDigest: digestOf(keys[0] ?? '') }), ['TOTALS_DIFFER']],
    ['has as many, but others', (keys) => ({ count: keys.length, keyDigest: digestOf('x') }), ['TOTALS_DIFFER']],
  ])('%s', async (_what, say, expected) => {
    totals = say([await delivered(), await delivered()]);

    const run = await reconcile();

    expect((await items()).map(({ kind, owner }) => [kind, owner])).toEqual(expected.map((kind) => [kind, 'OPERATOR']));
    expect(run).toMatchObject({
      status: expected.length > 0 ? 'DIFFERENT' : 'AGREED',
      theirs: { count: totals.count },
    });
  });

  it('is compared again until it agrees, and then the item is gone', async () => {
    const key = await delivered();
    totals = { count: 0, keyDigest: digestOf() };
    await reconcile();
    totals = { count: 1, keyDigest: digestOf(key) };

    await reconcile();

    expect(await items()).toMatchObject([{ key: DAY, state: 'RESOLVED', resolution: 'GONE' }]);
  });
});
