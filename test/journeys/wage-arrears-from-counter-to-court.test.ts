import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
import { askUntil } from '../../tools/story/graph-client.ts';
import { playCourierStory, type StoryEnd } from '../../tools/story/play-courier-story.ts';
import { type RunningStack, startStack } from '../support/start-stack.ts';
import { effectsSeen, expectEventsToExplainStatuses, readWholeCase } from './support/whole-case.ts';

let running: RunningStack;

beforeAll(async () => {
  running = await startStack();
});

afterAll(async () => {
  await running?.stop();
  running?.removeData();
});

function play(onArbitration?: () => Promise<void>): Promise<StoryEnd> {
  return playCourierStory({
    url: running.stack.gatewayUrl,
    tokenOf: personaToken,
    tell: () => {},
    ...(onArbitration && { onArbitration }),
  });
}

async function expectTheEnd(end: StoryEnd): Promise<void> {
  expect(end).toMatchObject({ status: 'CLOSED', outcome: 'DOCKETED' });
  expect(end.docketNumber).toMatch(/^[（(]\d{4}[）)]桂9901民初\d+号$/);
  const whole = await readWholeCase(await running.as('window'), end.caseId);
  expect(whole.steps.map((step) => [step.key, step.status, step.outcome])).toEqual([
    ['mediation', 'DONE', 'FAILED'],
    ['arbitration', 'DONE', 'AWARDED_NON_FINAL'],
    ['court', 'DONE', 'DOCKETED'],
  ]);
  expect(whole.deadlines.filter((deadline) => ['RUNNING', 'PAUSED', 'EXPIRED'].includes(deadline.status))).toEqual([]);
  expectEventsToExplainStatuses(whole);
  for (const agency of ['hr-bureau', 'court']) {
    const seen = await effectsSeen(running, agency, whole);
    expect(seen.map(({ kind, count }) => ({ kind, count }))).toEqual([{ kind: 'DISPATCH', count: 1 }]);
  }
}

describe('a courier’s wage arrears, from the counter to the court', () => {
  it('is mediated in vain, arbitrated, docketed, rated and closed', async () => {
    const end = await play();

    await expectTheEnd(end);
  });

  it('comes to the same end when the worker is killed again and again on the way, each agency seeing each effect once', async () => {
    const over = new AbortController();
    let killing: Promise<number> | undefined;
    const end = await play(async () => {
      killing = killAgainAndAgain('worker', over.signal);
    });
    over.abort();

    expect(await killing).toBeGreaterThan(1);
    await expectTheEnd(end);
  });

  it('comes to the same end when the gateway is killed on the way', async () => {
    const end = await play(async () => {
      await running.steer('kill', 'gateway');
      await pause(300);
      await reachable();
    });

    await expectTheEnd(end);
  });

  it('waits for an agency that is down and goes on when it is back', async () => {
    await running.steer('stop', 'hr-bureau');
    // No longer than that: our own breaker would open and make the wait a matter of chance.
    const backAgain = triedInVain('hr-bureau').then(() => running.steer('start', 'hr-bureau'));
    const [end] = await Promise.all([play(), backAgain]);

    await expectTheEnd(end);
  });
});

/** Waits until a delivery to an agency has failed, and the referral says so. */
async function triedInVain(agency: string): Promise<void> {
  const window = await running.as('window');
  interface Waiting {
    agency: { code: string };
    delivery: { pending: boolean; lastFault: string | null };
  }
  await askUntil(
    () =>
      window.ask<{ referrals: { nodes: Waiting[] } }>(
        '{ referrals(filter: { status: [DRAFTED] }) { nodes { agency { code } delivery { pending lastFault } } } }',
      ),
    ({ referrals }) =>
      referrals.nodes.some((node) => node.agency.code === agency && node.delivery.pending && node.delivery.lastFault),
    `a failed delivery to ${agency}`,
  );
}

/** At ever other moments of its life: while it starts, while it delivers, while it reads answers. Answers how often. */
async function killAgainAndAgain(name: string, over: AbortSignal): Promise<number> {
  let kills = 0;
  for (const sparedMs of [900, 2_600, 1_900, 3_300, 2_200, 0]) {
    if (over.aborted) break;
    await running.steer('kill', name);
    kills += 1;
    await pause(sparedMs, undefined, { signal: over }).catch(() => {});
  }
  return kills;
}

async function reachable(): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const up = await fetch(`${running.stack.gatewayUrl}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await pause(100);
  }
  throw new Error('the gateway did not come back');
}
