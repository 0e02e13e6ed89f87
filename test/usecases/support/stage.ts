import type { App } from '#app/create-app.ts';
import { createApp } from '#app/create-app.ts';
import { demoSecrets } from '#app/secrets.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { createLogger } from '#platform/logger.ts';
import { openCase } from '#usecases/cases/open-case.ts';
import { buildTestApp, type TestApp, type TestAppOptions } from '../../support/build-test-app.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import type { FakeAgency } from './fake-agency.ts';

/** One house with fake agencies in it, and short ways to what the tests of delivery and inbox do all the time. */
export interface Stage extends TestApp {
  /** Another process over the same database, with the same agencies and clock. */
  secondApp(): Promise<App>;
  openMediation(): Promise<Opened>;
  effects(referralId: string): Promise<readonly EffectState[]>;
  /** One line per attempt of an effect: `SEND RETRY:CONNECT`, `RESUME -` while it is open. */
  attempts(effectId: string): Promise<readonly string[]>;
  /** Waiting is over, for leases and for back-off: what lay in the future is now past. */
  letTimePass(): Promise<void>;
  /** The next probe of every agency that is down may go out now. */
  letProbesPass(): Promise<void>;
  caseState(caseId: string): Promise<{ status: string; attentionReason: string | null }>;
  referralState(referralId: string): Promise<{ status: string; agencyReference: string | null; replySequence: number }>;
}

export interface Opened {
  readonly caseId: string;
  readonly referralId: string;
  readonly effectId: string;
}

export interface EffectState {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly unclear: boolean;
  readonly attempts: number;
}

export const WINDOW: Viewer = { subject: 'test:window', role: 'WINDOW', name: '窗口', divisionCode: '990100' };

export async function openStage(
  agencies: readonly FakeAgency[],
  options: Omit<TestAppOptions, 'wrapConnectors'> = {},
): Promise<Stage> {
  const wrap: TestAppOptions['wrapConnectors'] = (connectors) =>
    new Map([...connectors, ...agencies.map((agency) => [agency.code, agency.connector] as const)]);
  const house = await buildTestApp({ ...options, wrapConnectors: wrap });
  const { prisma } = house.app.database;
  const random = seededRandom(990_100);
  const more: App[] = [];

  return {
    ...house,
    async secondApp() {
      const app = await createApp({
        databaseUrl: house.app.databaseUrl,
        secrets: demoSecrets(),
        connectors: house.app.dependencies.connectors,
        clock: () => house.clock,
        log: createLogger('silent', 'test'),
        production: false,
        agencyCallMs: house.app.dependencies.agencyCallMs,
        attemptBudget: house.app.dependencies.attemptBudget,
        keys: { refreshEveryMs: undefined },
        maxConnections: 5,
      });
      more.push(app);
      return app;
    },
    async openMediation() {
      const { result } = await openCase(house.app.dependencies, WINDOW, {
        idempotencyKey: house.app.dependencies.ids.next(),
        serviceItemCode: 'courier-wage-arrears',
        channel: 'WINDOW',
        applicant: {
          name: '覃送达',
          residentId: makeResidentId(random, { bornFrom: localDate('1970-01-01'), bornTo: localDate('1999-12-31') }),
          phone: makePhone(random),
        },
        divisionCode: '990101',
        workplaceDivisionCode: '990101',
        form: {
          employerName: '桂江速达物流有限公司',
          employmentGroup: 'COURIER',
          arrearsAmount: '16500.00',
          arrearsMonths: 3,
          unpaidSince: '2025-11-01',
          facts: '三个月未发工资',
        },
        consents: ['mediation-share', 'arbitration-share', 'court-share'],
      });
      const referral = await prisma.referral.findFirstOrThrow({
        where: { caseId: result.caseId },
        include: { effects: true },
      });
      return { caseId: result.caseId, referralId: referral.id, effectId: referral.effects[0]?.id ?? '' };
    },
    async effects(referralId) {
      return prisma.effect.findMany({
        where: { referralId },
        orderBy: { position: 'asc' },
        select: { id: true, kind: true, status: true, unclear: true, attempts: true },
      });
    },
    async attempts(effectId) {
      const rows = await prisma.attempt.findMany({ where: { effectId }, orderBy: { number: 'asc' } });
      return rows.map(({ action, outcome, fault }) => `${action} ${outcome ?? '-'}${fault ? `:${fault}` : ''}`);
    },
    async letTimePass() {
      await prisma.$executeRaw`
        UPDATE effect SET lease_until = lease_until - interval '1 day', next_attempt_at = next_attempt_at - interval '1 day'`;
    },
    async letProbesPass() {
      await prisma.$executeRaw`UPDATE agency_health SET probe_at = now() - interval '1 second'`;
    },
    async caseState(id) {
      return prisma.case.findUniqueOrThrow({ where: { id }, select: { status: true, attentionReason: true } });
    },
    async referralState(id) {
      return prisma.referral.findUniqueOrThrow({
        where: { id },
        select: { status: true, agencyReference: true, replySequence: true },
      });
    },
    async close() {
      await Promise.all(more.map((app) => app.database.close()));
      await house.close();
    },
  };
}
