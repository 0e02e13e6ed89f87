import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#app/create-app.ts';
import type { EffectKeySupport } from '#domain/agencies/agency-connector.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { type Random, seededRandom } from '../../support/factories/identifiers.ts';
import { type FakeAgency, fakeAgency } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

/** What it recorded, by key: an agency that honours keys keeps one, the others one for every sending that arrives. */
interface Ledger {
  readonly effects: Map<string, number>;
  record(key: string): void;
}

function ledgerOf(support: EffectKeySupport): Ledger {
  const effects = new Map<string, number>();
  return {
    effects,
    record: (key) => void effects.set(key, support === 'HONOURED' ? 1 : (effects.get(key) ?? 0) + 1),
  };
}

/**
 * Answers at random, and honestly: it says it has nothing only when it has nothing. Most faults are of the kind that says
 * nothing of the agency's health: else it would count as down half of the time, and be sent one effect after another.
 */
function misbehave(agency: FakeAgency, ledger: Ledger, random: Random): void {
  const chance = (share: number) => random() < share;
  agency.answer = ({ key }) => {
    if (chance(0.25)) return { kind: 'RETRY', fault: 'THROTTLED' };
    const recorded = chance(0.7);
    if (recorded) ledger.record(key);
    if (!recorded || chance(0.3)) {
      if (chance(0.3)) throw new TypeError('the line broke');
      return { kind: 'UNKNOWN', fault: 'THROTTLED' };
    }
    return { kind: chance(0.5) ? 'RECEIVED' : 'ACCEPTED' };
  };
  agency.answerInquiry = (key) => {
    if (chance(0.3)) return { kind: 'UNKNOWN', fault: 'THROTTLED' };
    return ledger.effects.has(key) ? { kind: 'RECORDED' } : { kind: 'NOT_RECORDED' };
  };
}

/** Two processes work through what is due, both handed the same effects, and some attempts die after their claim. */
async function playUntilQuiet(stage: Stage, apps: readonly App[], random: Random): Promise<void> {
  for (let round = 0; round < 300; round += 1) {
    await stage.letTimePass();
    await stage.letProbesPass();
    const due = await stage.app.system.offerDueEffects(1_000, 0);
    if (due.length === 0) return;
    await Promise.all(
      due.map(async ({ id }) => {
        if (random() < 0.1) await stage.app.dependencies.stores.effects.claim(id, 30);
        else await Promise.all(apps.map((app) => app.system.dispatchEffect(id)));
      }),
    );
  }
  throw new Error('the deliveries never came to an end');
}

describe.each([
  ['NONE', 200, 20_261_121],
  ['INQUIRY', 80, 20_261_122],
  ['HONOURED', 80, 20_261_123],
] as const)('an agency with %s that gets %i referrals amid random faults', (support, count, seed) => {
  const random = seededRandom(seed);
  const union = fakeAgency({ effectKey: support });
  const ledger = ledgerOf(support);
  let stage: Stage;
  let keys: string[];

  beforeAll(async () => {
    // Half of all attempts fail: with the usual budget some would rightly end as dead letters.
    stage = await openStage([union], { attemptBudget: { attempts: 1_000, days: 365 } });
    misbehave(union, ledger, random);
    keys = [];
    for (let index = 0; index < count; index += 1) keys.push(effectKeyOf((await stage.openMediation()).effectId));
    await playUntilQuiet(stage, [stage.app, await stage.secondApp()], random);
  });
  afterAll(() => stage.close());

  it('has no effect twice', () => {
    const doubled = [...ledger.effects].filter(([, times]) => times > 1);

    expect(doubled).toEqual([]);
    expect(union.sent.length).toBeGreaterThan(count / 2);
  });

  it('has every effect, or a person looks at it', async () => {
    const inDoubt = await stage.app.database.prisma.effect.findMany({
      where: { status: 'IN_DOUBT' },
      select: { id: true },
    });
    const looked = new Set(inDoubt.map(({ id }) => String(effectKeyOf(id))));

    const lost = keys.filter((key) => !ledger.effects.has(key) && !looked.has(key));

    expect(lost).toEqual([]);
    expect(looked.size > 0).toBe(support === 'NONE');
  });

  it('puts each case in doubt on the list, and no other', async () => {
    const { prisma } = stage.app.database;

    const listed = await prisma.case.count({
      where: { status: 'NEEDS_ATTENTION', attentionReason: 'DELIVERY_IN_DOUBT' },
    });

    expect(listed).toBe(await prisma.effect.count({ where: { status: 'IN_DOUBT' } }));
    expect(await prisma.case.count({ where: { status: 'IN_PROGRESS' } })).toBe(count - listed);
  });

  it('leaves every attempt with an end, as many as were claimed, numbered without a gap', async () => {
    const { prisma } = stage.app.database;

    const open = await prisma.attempt.count({ where: { OR: [{ finishedAt: null }, { outcome: null }] } });
    const gaps = await prisma.$queryRaw<unknown[]>`
      SELECT e.id FROM effect e JOIN attempt a ON a.effect_id = e.id
       GROUP BY e.id HAVING count(*) <> e.attempts OR max(a.number) <> e.attempts OR e.fence <> e.attempts`;

    expect(open).toBe(0);
    expect(gaps).toEqual([]);
  });
});
