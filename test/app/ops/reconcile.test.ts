import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { reconcileCommand } from '#app/ops/reconcile.ts';
import { AgencyUnavailableError } from '#domain/agencies/agency-errors.ts';
import { localDate, startOfLocalDay } from '#domain/referrals/local-date.ts';
import { effectKeyOf } from '#domain/referrals/referral.ts';
import { ledgerAgency } from '../../usecases/support/ledger-agency.ts';
import { openStage, type Stage } from '../../usecases/support/stage.ts';

const DAY = localDate('2026-03-10');
const union = ledgerAgency();
let stage: Stage;
let key: string;

beforeAll(async () => {
  stage = await openStage([union], { now: new Date('2026-03-11T02:00:00Z') });
  const { effectId } = await stage.openMediation();
  await stage.app.system.dispatchEffect(effectId);
  const finishedAt = startOfLocalDay(DAY);
  await stage.app.database.prisma.effect.update({ where: { id: effectId }, data: { finishedAt } });
  key = effectKeyOf(effectId);
});
afterAll(() => stage.close());

beforeEach(() => {
  union.held = [{ key, status: 'RECEIVED', references: [], at: startOfLocalDay(DAY) }];
  union.beforePage = () => {};
});
afterEach(() => {
  process.exitCode = undefined;
});

async function run(...args: readonly string[]): Promise<{ lines: readonly string[]; exit: typeof process.exitCode }> {
  const lines: string[] = [];
  const context: Pick<OpsContext, 'withApp' | 'print'> = {
    withApp: (work) => work(stage.app),
    print: (line) => void lines.push(line),
  };
  await reconcileCommand(context as OpsContext)
    .exitOverride()
    .configureOutput({ writeErr: (text) => void lines.push(text) })
    .parseAsync([...args], { from: 'user' });
  return { lines, exit: process.exitCode };
}

describe('ops reconcile', () => {
  it('says of a day that agrees that it does, in both languages, with counts and digest', async () => {
    const { lines, exit } = await run();

    expect(exit).toBeUndefined();
    expect(lines[0]).toContain('2026-03-10');
    expect(lines[1]).toMatch(
      /^union\s+一致 \/ agrees {2}我方 \/ ours 1 {2}对方 \/ theirs 1 {2}摘要 \/ digest [0-9a-f]{16}$/,
    );
    expect(lines).toHaveLength(2);
  });

  it('is no success where no agency is connected that could be compared with', async () => {
    const alone = { ...stage.app, dependencies: { ...stage.app.dependencies, connectors: new Map() } };
    const context: Pick<OpsContext, 'withApp' | 'print'> = { withApp: (work) => work(alone), print: () => {} };

    await expect(reconcileCommand(context as OpsContext).parseAsync([], { from: 'user' })).rejects.toThrow(
      /没有对账.*_URL.*nothing was compared/,
    );
  });

  it('names what differs and who has to look into it, and exits 1', async () => {
    union.held = [];

    const { lines, exit } = await run('--agency', 'union', '--day', DAY);

    expect(exit).toBe(1);
    expect(lines[1]).toMatch(/有差异 \/ differs .*未处理 \/ open 1$/);
    expect(lines[2]).toMatch(new RegExp(`^ {2}对方没有 / missing at agency {2}${key} .*→ 运维 / operator$`));
  });

  it('exits 1 when the agency gives no answer, and says why', async () => {
    union.beforePage = () => {
      throw new AgencyUnavailableError('CONNECT', 'nobody there');
    };

    const { lines, exit } = await run('--agency', 'union');

    expect(exit).toBe(1);
    expect(lines[1]).toMatch(/未对成.*CONNECT$/);
  });

  it('tells how to mend what was asked for wrongly', async () => {
    await expect(run('--agency', 'township')).rejects.toThrow(
      /该单位不提供对账清单[^]*Choose one that can be reconciled/,
    );
    await expect(run('--day', '2026-02-30')).rejects.toThrow(/请填写真实存在的日期/);
  });
});
