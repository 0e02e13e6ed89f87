import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyCommand } from '#app/ops/agency.ts';
import type { OpsContext } from '#app/ops/ops-context.ts';
import { printTable } from '#app/ops/print-table.ts';
import { queueCommand } from '#app/ops/queue.ts';
import { readEnv } from '#app/read-env.ts';
import { openDeadLetters } from '../resolvers/delivery/support.ts';
import { type FakeAgency, fakeAgency } from '../usecases/support/fake-agency.ts';
import { openStage, type Stage } from '../usecases/support/stage.ts';

let stage: Stage;
let union: FakeAgency;
let lines: string[] = [];

beforeAll(async () => {
  union = fakeAgency();
  stage = await openStage([union]);
});
afterAll(() => stage.close());

async function ops(...args: readonly string[]): Promise<string> {
  lines = [];
  const context: OpsContext = {
    env: readEnv({ ONEDOOR_MODE: 'demo' }),
    log: stage.app.log,
    withApp: (work) => work(stage.app),
    print: (line) => void lines.push(line),
  };
  const make = args[0] === 'agency' ? agencyCommand : queueCommand;
  await make(context).exitOverride().parseAsync(args.slice(1), { from: 'user' });
  return lines.join('\n');
}

const lineOf = (text: string, agency: string) => text.split('\n').find((line) => line.startsWith(agency)) ?? '';

describe('npm run ops', () => {
  it('shows how delivery to each agency goes, the columns under one another', async () => {
    await openDeadLetters(stage, union, 2);
    await stage.openMediation();

    const text = await ops('queue');

    const [header = ''] = text.split('\n');
    expect(header).toMatch(/单位 agency.*等待 waiting.*死信 dead.*暂停 paused/);
    expect(lineOf(text, 'union')).toMatch(/^union\s+1\s+2026-03-02 10:00\s+0\s+2\s+正常 ok\s+-$/);
    expect(lineOf(text, 'court')).toMatch(/^court\s+0\s+-\s+0\s+0\s+正常 ok\s+-$/);
  });

  it('gives programs the same as JSON', async () => {
    const deliveries = JSON.parse(await ops('queue', '--json')) as { agencyCode: string; deadLetters: number }[];

    expect(deliveries.find(({ agencyCode }) => agencyCode === 'union')).toMatchObject({ waiting: 1, deadLetters: 2 });
  });

  it('pauses with a reason and an end, and resumes', async () => {
    const until = new Date(Date.now() + 20 * 86_400_000);
    const paused = await ops('agency', 'pause', 'union', '--reason', '线路检修', '--until', until.toISOString());
    const seen = lineOf(await ops('queue'), 'union');
    const resumed = await ops('agency', 'resume', 'union');

    expect([paused, resumed]).toEqual(['union: 已暂停 / paused', 'union: 已恢复 / resumed']);
    const day = new Date(until.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect(seen).toMatch(new RegExp(`→ ${day} \\d\\d:\\d\\d 线路检修$`));
    expect(lineOf(await ops('queue'), 'union')).toMatch(/-$/);
  });

  it('replays all dead letters of an agency, and the record says who', async () => {
    expect(await ops('agency', 'replay', 'union', '--reason', '对方已修复')).toContain('将重投 2 件死信');

    await stage.app.system.watchAgencies();
    await stage.drain();

    expect(lineOf(await ops('queue'), 'union')).toMatch(/^union\s+0\s+-\s+0\s+0\s/);
    const action = await stage.app.database.prisma.operatorAction.findFirst({ where: { action: 'AGENCY_REPLAYED' } });
    expect(action?.actor).toMatch(/^ops:./);
  });

  it.each([
    [['agency', 'pause', 'nobody'], /NOT_FOUND: 找不到.* \/ Not found/s],
    [['agency', 'resume', 'union'], /TRANSITION_REFUSED/],
    [['agency', 'pause', 'union', '--until', 'soon'], /--until/],
  ])('says in both languages what is wrong with %j', async (args, message) => {
    await expect(ops(...args)).rejects.toThrow(message);
  });
});

describe('a table at a terminal', () => {
  it('counts a Chinese character as two places', () => {
    expect(printTable([['单位', 'x'], ['abcd', 'y'], ['a']])).toEqual(['单位  x', 'abcd  y', 'a']);
  });
});
