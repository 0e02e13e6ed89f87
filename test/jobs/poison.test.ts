import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { courtSettingsShape } from '#connectors/court/env.ts';
import { createCourtConnector } from '#connectors/court/index.ts';
import type { AgencyCall, EffectKey, EffectMessage } from '#domain/agencies/agency-connector.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { runJobs, type RunningJobs } from '#jobs/run-jobs.ts';
import { parseSettings } from '#platform/env.ts';
import { listen } from '#store/listen.ts';
import { deadLetters, steer } from '../resolvers/delivery/support.ts';
import { type AgencyProcess, startAgency } from '../sandbox/support/start-agency.ts';
import { fakeAgency } from '../usecases/support/fake-agency.ts';
import { type Opened, openStage, type Stage } from '../usecases/support/stage.ts';
import { openTestQueues, type TestQueues } from './support/queues.ts';

const ANYONE = '990101198603120018' as ResidentId;

interface SeenEffect {
  readonly key: string;
  readonly count: number;
  readonly requests: number;
}

/** One in a hundred of what goes to a real process of the sandbox always fails there, and two workers deliver. */
describe('one poison message in a hundred', () => {
  let court: AgencyProcess;
  let stage: Stage;
  let behind: TestQueues;
  const workers: RunningJobs[] = [];
  const opened: Opened[] = [];
  let poison: Opened;

  beforeAll(async () => {
    court = await startAgency('court');
    const connector = createCourtConnector(parseSettings(courtSettingsShape, { COURT_URL: court.url }));
    // The court plays the mediation studio, so that the first step of every case goes to it.
    const studio = fakeAgency();
    Object.assign(studio.connector, {
      // Mediators are not told the number, without which the court takes nothing.
      send: (message: EffectMessage, key: EffectKey, call: AgencyCall) =>
        connector?.send?.({ ...message, applicant: { ...message.applicant, residentId: ANYONE } }, key, call),
      circuit: connector?.circuit,
      close: connector?.close,
    });
    stage = await openStage([studio], { attemptBudget: { attempts: 3, days: 7 } });
    behind = openTestQueues(stage.app.databaseUrl);
    for (const app of [stage.app, await stage.secondApp()]) {
      workers.push(
        await runJobs({
          usecases: app.system,
          queues: behind.openMore(),
          agencies: ['union'],
          polledAgencies: [],
          pollEveryMs: 60_000,
          async listen(wake) {
            const heard = await listen(app.databaseUrl, ['outbox', 'inbox'], wake, wake, () => {});
            return () => heard.stop();
          },
          onError: (error) => {
            throw error;
          },
        }),
      );
    }
    poison = await stage.openMediation();
    await court.control('behaviour', { mode: 'errors', status: 500, forTexts: [poison.referralId] });
    opened.push(poison);
  }, 60_000);
  afterAll(async () => {
    for (const worker of workers) await worker.stop();
    await behind.close();
    await stage.close();
    await court.dispose();
  });

  const statusOf = async ({ referralId }: Opened) => (await stage.effects(referralId))[0]?.status;
  const seen = async () => (await court.control('seen'))['effects'] as readonly SeenEffect[];
  const delivered = () => stage.app.database.prisma.effect.count({ where: { status: 'DELIVERED' } });

  it('ends as a dead letter with its reason, and everything else is delivered meanwhile', async () => {
    for (let wave = 0; wave < 9; wave += 1) {
      for (let index = 0; index < 11; index += 1) opened.push(await stage.openMediation());
      await vi.waitFor(async () => expect(await delivered()).toBe(opened.length - 1), 20_000);
      await stage.letTimePass();
      // It was tried again in this wave, unless it has come to its end.
      await vi.waitFor(async () => {
        const [effect] = await stage.effects(poison.referralId);
        expect(effect?.status === 'STOPPED' || (effect?.attempts ?? 0) > wave).toBe(true);
      }, 20_000);
    }

    expect(opened).toHaveLength(100);
    await vi.waitFor(async () => expect(await statusOf(poison)).toBe('STOPPED'), 20_000);
    expect((await deadLetters(stage)).nodes).toMatchObject([
      { reason: 'ATTEMPTS_EXHAUSTED', lastFault: 'SERVER_ERROR', agency: { code: 'union' } },
    ]);
    expect((await seen()).map(({ count }) => count)).toEqual(Array.from({ length: 99 }, () => 1));
  }, 120_000);

  it('is delivered under the same key when it was cured and replayed', async () => {
    await court.control('behaviour', { mode: 'normal' });
    const [letter] = (await deadLetters(stage)).nodes;

    const payload = await steer(stage, 'replayEffect', {
      deadLetterId: letter?.id,
      reason: '法院已修复该件',
      idempotencyKey: randomUUID(),
    });

    expect(payload.userErrors).toEqual([]);
    await vi.waitFor(async () => expect(await statusOf(poison)).toBe('DELIVERED'), 20_000);
    expect((await seen()).filter(({ key }) => key === effectKeyOf(poison.effectId))).toMatchObject([{ count: 1 }]);
    expect(await seen()).toHaveLength(100);
    expect(await stage.caseState(poison.caseId)).toEqual({ status: 'IN_PROGRESS', attentionReason: null });
  });
});
