import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agencyCode, type AgencyRole } from '#domain/agencies/agency-code.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { requestReconciliation } from '#usecases/reconciliation/reconcile-agency.ts';
import { reconcileDay } from '#usecases/reconciliation/reconcile-day.ts';
import { startAgency } from '../../sandbox/support/start-agency.ts';
import { sharedSecret, startRelay } from '../../scenarios/support/relay.ts';
import { openStage, type Stage } from '../support/stage.ts';

const AGENCIES: readonly [string, AgencyRole, string][] = [
  ['court', 'COURT_FILING', '已受理'],
  ['hr-bureau', 'HR_ARBITRATION', '已受理'],
  ['civil-affairs', 'CIVIL_AFFAIRS_CHECK', '核对中'],
  ['legal-aid', 'LEGAL_AID', '决定给予援助'],
  ['psychological-service', 'PSYCHOLOGICAL_SUPPORT', 'TRIAGED'],
];

/** One that discloses the identity number, as each of these agencies needs it. */
const STEP = 'arbitration';

interface Filed {
  readonly referralId: string;
  readonly key: string;
}

/** The house with one real process of a simulated agency, and matters that were really sent to it over HTTP. */
async function openHouse(agency: string, role: AgencyRole) {
  const relay = await startRelay();
  const secret = sharedSecret(agency);
  // A pace at which it answers nothing by itself: what is compared stays as it was delivered.
  const process = await startAgency(agency, {
    SANDBOX_PACE_MS: '3600000',
    SANDBOX_GATEWAY_URL: relay.url,
    ...secret.sandbox,
  });
  const stage = await openStage([], {
    now: new Date(),
    agencies: { [`${agency.toUpperCase().replaceAll('-', '_')}_URL`]: process.url, ...secret.gateway },
    agencyCallMs: 10_000,
  });
  const { prisma } = stage.app.database;
  return {
    stage,
    process,
    async file(): Promise<Filed> {
      const { referralId, effectId } = await stage.openMediation();
      await prisma.referral.update({ where: { id: referralId }, data: { agencyCode: agency, role, stepKey: STEP } });
      await prisma.effect.update({ where: { id: effectId }, data: { agencyCode: agency } });
      await stage.app.system.dispatchEffect(effectId);
      return { referralId, key: effectKeyOf(effectId) };
    },
    /** The answer that the agency gave reaches the house, pushed or read. */
    async hear(referralId: string) {
      const connector = stage.app.dependencies.connectors.get(agencyCode(agency));
      if (!connector?.readReplies) return relay.handOver(stage, referralId, 1);
      await stage.app.system.pollReplies(connector.code);
      await stage.drain();
    },
    async close() {
      await stage.close();
      await process.dispose();
      await relay.close();
    },
    async reconcile() {
      const { dependencies } = stage.app;
      const day = localDateOf(new Date());
      stage.clock.set(new Date());
      const id = await requestReconciliation(dependencies, dependencies.stores, { agency, day }, 'test');
      await reconcileDay(dependencies, id);
      return dependencies.stores.reconciliations.find(id);
    },
    items: () => prisma.reconciliationItem.findMany({ where: { state: 'OPEN' } }),
    async forget() {
      await process.control('ledger', { fault: 'NONE' });
      await process.control('behaviour', { mode: 'normal' });
      await prisma.reconciliationItem.deleteMany();
      await prisma.reconciliationRun.deleteMany();
    },
  };
}

describe.each(AGENCIES)('a day with the simulated %s', (agency, role, accepted) => {
  let house: Awaited<ReturnType<typeof openHouse>>;

  beforeAll(async () => {
    house = await openHouse(agency, role);
    await house.file();
  });
  afterAll(async () => {
    await house.close();
  });
  beforeEach(() => house.forget());

  it('agrees by equal digests on what was really delivered', async () => {
    const run = await house.reconcile();

    expect(run).toMatchObject({ status: 'AGREED', differences: 0 });
    expect(run?.ours?.count).toBeGreaterThan(0);
    expect(run?.ours).toEqual(run?.theirs);
  });

  it.each([
    ['FORGET', 'MISSING_AT_AGENCY', undefined],
    ['DOUBLE', 'DOUBLE', undefined],
    ['STATUS', 'STATUS_DIFFERS', accepted],
    ['REFERENCE', 'REFERENCE_DIFFERS', 'X-0'],
  ] as const)('shows a planted %s as %s of that matter, and closes it when it is mended', async (fault, kind, word) => {
    const { referralId, key } = await house.file();
    await house.process.control('ledger', { fault, referralId, word });

    const spoilt = await house.reconcile();
    const found = await house.items();
    await house.process.control('ledger', { fault: 'NONE' });
    const mended = await house.reconcile();

    expect(spoilt).toMatchObject({ status: 'DIFFERENT', differences: 1 });
    expect(found).toMatchObject([{ kind, key, referralId }]);
    expect(mended).toMatchObject({ status: 'AGREED' });
    expect(await house.items()).toEqual([]);
  });

  it('shows an answer that has not reached us, and agrees once it has', async () => {
    const { referralId } = await house.file();
    await house.process.control('answer', { referralId, status: accepted });

    const before = await house.reconcile();
    const found = await house.items();
    await house.hear(referralId);
    const after = await house.reconcile();

    expect(before).toMatchObject({ status: 'DIFFERENT', differences: 1 });
    expect(found).toMatchObject([{ kind: 'STATUS_DIFFERS', oursStatus: 'RECEIVED', referralId }]);
    expect(after).toMatchObject({ status: 'AGREED' });
    expect(after?.ours?.digest).toBe(after?.theirs?.digest);
  });

  it('shows a record that nobody sent', async () => {
    await house.process.control('ledger', { fault: 'PHANTOM', count: 120 });

    const run = await house.reconcile();

    expect(run).toMatchObject({ status: 'DIFFERENT', differences: 120 });
    expect(new Set((await house.items()).map(({ kind }) => kind))).toEqual(new Set(['UNKNOWN_TO_US']));
  });

  it('stays due while the agency is down', async () => {
    await house.process.control('behaviour', { mode: 'errors', status: 503 });

    expect(await house.reconcile()).toMatchObject({ status: 'DUE', lastFault: expect.any(String) });
  });

  it('agrees again after the agency was killed and came back with its books', async () => {
    const { stage } = house;
    await house.process.killAndRestart();

    const run = await reconcileAt(stage, agency, house.process.url);

    expect(run).toMatchObject({ status: 'AGREED' });
  });
});

describe('a day with the simulated medical-insurance, which gives totals and no list', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;

  beforeAll(async () => {
    house = await openHouse('medical-insurance', 'MEDICAL_INSURANCE');
  });
  afterAll(() => house.close());
  beforeEach(() => house.forget());

  it('agrees by count and digest of the keys', async () => {
    await house.file();
    await house.file();

    const run = await house.reconcile();

    expect(run).toMatchObject({ status: 'AGREED', ours: { count: 2 } });
    expect(run?.ours).toEqual(run?.theirs);
  });

  it.each(['FORGET', 'DOUBLE'])('shows after a planted %s that the day differs, until it is mended', async (fault) => {
    const { referralId } = await house.file();
    await house.process.control('ledger', { fault, referralId });

    const spoilt = await house.reconcile();
    const found = await house.items();
    await house.process.control('ledger', { fault: 'NONE' });
    const mended = await house.reconcile();

    expect(spoilt).toMatchObject({ status: 'DIFFERENT' });
    expect(found).toMatchObject([{ kind: 'TOTALS_DIFFER', owner: 'OPERATOR', referralId: null }]);
    expect(mended).toMatchObject({ status: 'AGREED' });
    expect(await house.items()).toEqual([]);
  });
});

/** The restarted agency has another port: asked through a connector of its own. */
async function reconcileAt(stage: Stage, agency: string, url: string) {
  const name = `${agency.toUpperCase().replaceAll('-', '_')}_URL`;
  const again = await openStage([], { agencies: { [name]: url } });
  const { connectors } = again.app.dependencies;
  const dependencies = { ...stage.app.dependencies, connectors };
  stage.clock.set(new Date());
  const day = localDateOf(new Date());
  const id = await requestReconciliation(dependencies, dependencies.stores, { agency, day }, 'test');
  await reconcileDay(dependencies, id);
  const run = await dependencies.stores.reconciliations.find(id);
  await again.close();
  return run;
}
