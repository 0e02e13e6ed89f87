import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { personaToken } from '#app/personas.ts';
import { askUntil, type GraphClient } from '../../tools/story/graph-client.ts';
import { playCourierStory } from '../../tools/story/play-courier-story.ts';
import { type RunningStack, startStack } from '../support/start-stack.ts';
import { answer, hardshipCase, openCase, referralOf, wageCase } from './support/cases.ts';
import { effectsSeen, expectEventsToExplainStatuses, readWholeCase, type WholeCase } from './support/whole-case.ts';

/** Never answered by any agency of the sandbox. */
const NONG = { name: '农秀英', residentId: '990101198808080064' };
/** The court gives the matter back. */
const HUANG = { name: '黄丽萍', residentId: '990101199501010031' };
/** Plain course everywhere. */
const LU = { name: '陆晓燕', residentId: '990101200002290054' };
const AGENCIES = ['court', 'hr-bureau', 'civil-affairs'];
/** Beats of the sandbox, in milliseconds. `STILL`: whatever the agency would say by itself comes after the test. */
const QUICK = 60;
const STILL = 60_000;
/** Days: longer than the shorter legal clocks with any holiday between. */
const LONG = 20;

let running: RunningStack;
let window: GraphClient;

beforeAll(async () => {
  running = await startStack();
  window = await running.as('window');
});

afterEach(async () => {
  for (const agency of AGENCIES) {
    await running.control(agency, 'behaviour', { mode: 'normal' });
    await running.control(agency, 'pace', { paceMs: QUICK });
  }
});

afterAll(async () => {
  await running?.stop();
  running?.removeData();
});

/** Waits until the case is as described. */
function until(id: string, done: (whole: WholeCase) => boolean, what: string): Promise<WholeCase> {
  return askUntil(() => readWholeCase(window, id), done, what, 30_000);
}

function statusOf(whole: WholeCase, stepKey: string): string | undefined {
  return whole.referrals.findLast((referral) => referral.stepKey === stepKey)?.status;
}

/** The agency has it and has not decided; some confirm the receipt in the same breath. */
function isDelivered(whole: WholeCase, stepKey: string): boolean {
  return ['SENT', 'RECEIVED'].includes(statusOf(whole, stepKey) ?? '');
}

/** The mediator gives up at once, so that the matter goes to the arbitration office. */
async function mediateInVain(id: string): Promise<void> {
  const sent = await until(id, (whole) => statusOf(whole, 'mediation') === 'SENT', 'mediation');
  await answer(await running.as('mediator'), 'completeReferral', referralOf(sent, 'mediation'), { outcome: 'FAILED' });
}

/** Makes an agency give an answer now, in its own words. */
async function say(
  agency: string,
  whole: WholeCase,
  stepKey: string,
  status: string,
  details: object = {},
): Promise<void> {
  await running.control(agency, 'answer', { referralId: rowIdOf(referralOf(whole, stepKey)), status, details });
}

function rowIdOf(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString().replace(/^ref:/, '');
}

describe('agencies that record and then cut the line', () => {
  it('have one record each: the court is sent the same key again, the bureau is asked first', async () => {
    await running.control('court', 'behaviour', { mode: 'record-then-cut', times: 1, forPaths: ['/fyjk/lajs'] });
    await running.control('hr-bureau', 'behaviour', { mode: 'record-then-cut', times: 1, forPaths: ['/hrss/zc/sqjs'] });
    // An answer that came first would make the second sending needless.
    await running.control('court', 'pace', { paceMs: STILL });

    const { id } = await openCase(window, wageCase(LU));
    await mediateInVain(id);
    const delivered = await until(id, (whole) => isDelivered(whole, 'court'), 'delivery to the court');
    await say('court', delivered, 'court', '立案');

    const docketed = await until(id, (whole) => whole.status === 'AWAITING_RATING', 'the docket number');
    expectEventsToExplainStatuses(docketed);
    expect(await effectsSeen(running, 'court', docketed)).toMatchObject([{ kind: 'DISPATCH', count: 1, requests: 2 }]);
    expect(await effectsSeen(running, 'hr-bureau', docketed)).toMatchObject([
      { kind: 'DISPATCH', count: 1, requests: 1 },
    ]);
  });

  it('are not sent anything twice when they can be neither asked nor told the same key: a person decides', async () => {
    await running.control('civil-affairs', 'behaviour', {
      mode: 'record-then-cut',
      times: 1,
      forPaths: ['/mz/check/apply'],
    });
    const { id } = await openCase(window, hardshipCase(NONG));
    const doubtful = await until(id, (whole) => whole.status === 'NEEDS_ATTENTION', 'doubt');
    expect(doubtful.attentionReason).toBe('DELIVERY_IN_DOUBT');
    expect(statusOf(doubtful, 'check')).toBe('IN_DOUBT');

    await answer(window, 'resolveDoubt', referralOf(doubtful, 'check'), {
      recorded: true,
      note: '电话核实，对方已收到',
    });
    await say('civil-affairs', doubtful, 'check', '核对完成', { conclusion: '符合' });

    const checked = await until(id, (whole) => statusOf(whole, 'visit') === 'SENT', 'the home visit');
    expect(checked.status).toBe('IN_PROGRESS');
    expect(await effectsSeen(running, 'civil-affairs', checked)).toMatchObject([{ count: 1, requests: 1 }]);
  });
});

describe('agencies that say everything twice or in the wrong order', () => {
  it.each(['duplicate', 'reorder'])('change nothing about the end: %s', async (mode) => {
    for (const agency of AGENCIES) await running.control(agency, 'behaviour', { mode });

    const end = await playCourierStory({ url: running.stack.gatewayUrl, tokenOf: personaToken, tell: () => {} });

    expect(end).toMatchObject({ status: 'CLOSED', outcome: 'DOCKETED' });
    expectEventsToExplainStatuses(await readWholeCase(window, end.caseId));
  });
});

describe('a court that gives a matter back', () => {
  it('dockets it in the second round, after the window has corrected it', async () => {
    const { id } = await openCase(window, wageCase(HUANG));
    await mediateInVain(id);
    const returned = await until(id, (whole) => statusOf(whole, 'court') === 'RETURNED', 'the return');
    expect(returned).toMatchObject({ status: 'NEEDS_ATTENTION', attentionReason: 'RETURNED:MATERIALS_INCOMPLETE' });
    // Slow enough to be told what to say before it would give this one back as well.
    await running.control('court', 'pace', { paceMs: STILL });

    await answer(window, 'resendReferral', referralOf(returned, 'court'), { note: '已补齐身份证明' });
    const resent = await until(id, (whole) => isDelivered(whole, 'court'), 'the second round');
    await say('court', resent, 'court', '立案');

    const docketed = await until(id, (whole) => whole.status === 'AWAITING_RATING', 'the docket number');
    const rounds = docketed.referrals.filter(({ stepKey }) => stepKey === 'court');
    expect(rounds.map(({ round, status }) => [round, status])).toEqual([
      [1, 'RETURNED'],
      [2, 'COMPLETED'],
    ]);
    const seen = await effectsSeen(running, 'court', docketed);
    expect(seen.map(({ kind, count }) => [kind, count])).toEqual([
      ['DISPATCH', 1],
      ['DISPATCH', 1],
    ]);
    expectEventsToExplainStatuses(docketed);
  });
});

describe('agencies that never answer', () => {
  it('are passed over where the law allows it and chased where it does not, until they speak', async () => {
    const { id } = await openCase(window, wageCase(NONG));
    await mediateInVain(id);
    await until(id, (whole) => isDelivered(whole, 'arbitration'), 'delivery to the bureau');

    await running.moveClock(`+${LONG}d`);

    const passedOver = await until(id, (whole) => isDelivered(whole, 'court'), 'delivery to the court');
    expect(passedOver.steps.find(({ key }) => key === 'arbitration')).toMatchObject({
      status: 'DONE',
      outcome: 'EXPIRED',
    });

    await running.moveClock(`+${LONG}d`);

    const chased = await until(id, (whole) => whole.status === 'NEEDS_ATTENTION', 'the overdue docketing');
    expect(chased.attentionReason).toBe('OVERDUE:COURT_DOCKET');
    await say('court', chased, 'court', '立案');
    const docketed = await until(id, (whole) => whole.status === 'AWAITING_RATING', 'the docket number');
    expect(docketed).toMatchObject({ outcome: 'DOCKETED', attentionReason: null });
    expectEventsToExplainStatuses(docketed);
  });

  it('cost no time when it is the mediation that is silent: arbitration begins by itself and all else follows', async () => {
    const { id } = await openCase(window, wageCase({ name: '韦志强', residentId: '990101197309080022' }));
    const sent = await until(id, (whole) => statusOf(whole, 'mediation') === 'SENT', 'mediation');
    await answer(await running.as('mediator'), 'receiveReferral', referralOf(sent, 'mediation'));

    await running.moveClock(`+${await daysUntilMediationEnds(id)}d`);

    const docketed = await until(id, (whole) => whole.status === 'AWAITING_RATING', 'the docket number');
    expect(docketed.steps.map(({ key, outcome }) => [key, outcome])).toEqual([
      ['mediation', 'EXPIRED'],
      ['arbitration', 'AWARDED_NON_FINAL'],
      ['court', 'DOCKETED'],
    ]);
    expectEventsToExplainStatuses(docketed);
  });
});

/** The fifteenth day may fall on a holiday, which moves the end of the mediation on. */
async function daysUntilMediationEnds(id: string): Promise<number> {
  const { case: found } = await window.ask<{
    case: { deadlines: { startedOn: string; dueOn: string; rule: { key: string } }[] };
  }>('query ($id: ID!) { case(id: $id) { deadlines { startedOn dueOn rule { key } } } }', { id });
  const clock = found.deadlines.find((deadline) => deadline.rule.key === 'MED_LDMA');
  if (!clock) throw new Error('no clock of the mediation');
  return (Date.parse(clock.dueOn) - Date.parse(clock.startedOn)) / 86_400_000 + 1;
}
