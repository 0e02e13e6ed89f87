import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
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
    const [end] = await Promise.all([play(), pause(2_500).then(() => running.steer('start', 'hr-bureau'))]);

    await expectTheEnd(end);
  });
});

/** At ever other moments of its life: while it starts, while it delivers, while it reads answers. Answers how often. */
async function killAgainAndAgain(name: string, over: AbortSignal): Promise<number> {
  for (let kills = 0; ; kills += 1) {
    if (over.aborted) return kills;
    await running.steer('kill', name);
    const spared = [900, 2_600, 1_900, 3_300, 2_200][kills % 5];
    await pause(spared, undefined, { signal: over }).catch(() => {});
  }
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
