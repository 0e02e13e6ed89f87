import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hrBureauSettingsShape } from '#connectors/hr-bureau/env.ts';
import { createHrBureauConnector } from '#connectors/hr-bureau/index.ts';
import type { AgencyConnector, EffectKey } from '#domain/agencies/agency-connector.ts';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { requireCapability, requireLookUp } from '#domain/agencies/require-capability.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';
import { startAgency } from '../sandbox/support/start-agency.ts';
import type { AgencyProcess } from '../sandbox/support/start-agency.ts';
import { callWithin, rejectionOf } from './support/calls.ts';
import { effect, freshKey, freshReferralId, HAND_OVER } from './support/effects.ts';
import { seenEffects } from './support/seen-effects.ts';

const plainPerson = '990101198603120018' as ResidentId;

let agency: AgencyProcess;
let bureau: AgencyConnector;

beforeAll(async () => {
  agency = await startAgency('hr-bureau');
});

beforeEach(async () => {
  await agency.control('behaviour', { mode: 'normal' });
  const connected = createHrBureauConnector(z.object(hrBureauSettingsShape).parse({ HR_BUREAU_URL: agency.url }));
  if (!connected) throw new Error('a bureau with an address is connected');
  bureau = connected;
});

afterEach(async () => {
  await bureau.close();
});

afterAll(async () => {
  await agency.dispose();
});

function apply(referralId: string, key: EffectKey, residentId = plainPerson) {
  const message = effect('DISPATCH', { role: 'HR_ARBITRATION', referralId, applicant: { name: '覃桂兰', residentId } });
  return requireCapability(bureau, 'send')(message, key, callWithin(5_000));
}

/** Reads on from the beginning until the matter is over. */
async function answersAbout(referralId: string): Promise<readonly ReferralReply[]> {
  const replies: ReferralReply[] = [];
  let cursor: string | undefined;
  while (!replies.some(({ event }) => event === 'COMPLETE' || event === 'REFUSE')) {
    const page = await requireCapability(bureau, 'readReplies')(cursor, callWithin(5_000));
    const contents = page.messages.map(({ body }) => requireCapability(bureau, 'readMessage')(body) as ReferralReply);
    replies.push(...contents.filter((reply) => reply.referralId === referralId));
    cursor = page.nextCursor;
  }
  return replies;
}

describe('the simulated HR bureau', () => {
  it('answers about many people in one call, in both writings of its codes', async () => {
    const people = [plainPerson, '990101197505120079', '990101200002290054'] as ResidentId[];

    const answers = await requireLookUp(bureau, 'INSURANCE_ENROLMENTS').lookUpMany(people, callWithin(5_000));

    expect([...answers.keys()].toSorted()).toEqual([plainPerson, '990101197505120079'].toSorted());
    expect(answers.get(plainPerson)?.map(({ type, status }) => [type, status])).toEqual([
      ['PENSION', 'PAUSED'],
      ['WORK_INJURY', 'PAYING'],
    ]);
  });

  it('answers 503 twice about 韦志强, and then answers', async () => {
    const { lookUpMany } = requireLookUp(bureau, 'INSURANCE_ENROLMENTS');
    const person = '990101197309080022' as ResidentId;

    const first = await rejectionOf(lookUpMany([person], callWithin(5_000)));
    const second = await rejectionOf(lookUpMany([person], callWithin(5_000)));
    const third = await lookUpMany([person], callWithin(5_000));

    expect([first, second]).toMatchObject([{ fault: 'SERVER_ERROR' }, { fault: 'SERVER_ERROR' }]);
    expect(third.get(person)?.length).toBeGreaterThan(0);
  });

  it('is asked before anything is sent again, after it recorded and cut the line', async () => {
    const referralId = freshReferralId();
    const key = freshKey();
    await agency.control('behaviour', { mode: 'record-then-cut', times: 1, forPaths: ['/hrss/zc/sqjs'] });

    const outcome = await apply(referralId, key);
    const inquiry = await requireCapability(bureau, 'inquire')(key, callWithin(5_000));

    expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'CONNECT' });
    expect(inquiry).toMatchObject({ kind: 'RECORDED', agencyReference: expect.stringMatching(/^GJ\d+$/) });
    expect(await seenEffects(agency, key)).toMatchObject([{ referralId, count: 1 }]);
  });

  it('says that it has not recorded what it answered with 500', async () => {
    const key = freshKey();
    await agency.control('behaviour', { mode: 'errors', status: 500, times: 1 });

    const outcome = await apply(freshReferralId(), key);
    const inquiry = await requireCapability(bureau, 'inquire')(key, callWithin(5_000));

    expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'SERVER_ERROR' });
    expect(inquiry).toEqual({ kind: 'NOT_RECORDED' });
  });

  it('answers an arbitration in results that are read, up to a non-final award', async () => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey());

    const replies = await answersAbout(referralId);

    expect(replies.map(({ event }) => event)).toEqual(['RECEIVE', 'ACCEPT', 'COMPLETE']);
    expect(replies[2]).toMatchObject({
      outcome: 'AWARDED_NON_FINAL',
      agencyReference: expect.stringContaining('劳人仲案字'),
    });
  });

  it('tells every stage of an arbitration that takes them all', async () => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey(), '990101197608250255' as ResidentId);

    const replies = await answersAbout(referralId);

    expect(replies.flatMap(({ stage }) => stage ?? [])).toEqual([
      'FORM_TRIBUNAL',
      'MEDIATE_FIRST',
      'HEAR',
      'SUSPEND',
      'RESUME',
      'EXTEND',
    ]);
    expect(replies.at(-1)).toMatchObject({ event: 'COMPLETE', outcome: 'AWARDED_NON_FINAL' });
  });

  it.each([
    ['LABOUR_INSPECTION', 'ORDERED_TO_PAY'],
    ['WORK_INJURY', 'RECOGNISED'],
    ['SOCIAL_INSURANCE', 'BENEFIT_GRANTED'],
    ['EMPLOYMENT_SERVICE', 'PLACED'],
  ] as const)('asked as %s ends with %s', async (role, outcome) => {
    const referralId = freshReferralId();
    const message = effect('DISPATCH', { role, referralId });
    await requireCapability(bureau, 'send')(message, freshKey(), callWithin(5_000));

    expect((await answersAbout(referralId)).at(-1)).toMatchObject({ event: 'COMPLETE', outcome });
  });

  it('has what the mediation handed over', async () => {
    const key = freshKey();
    const message = effect('DISPATCH', { referralId: freshReferralId(), handOver: HAND_OVER });
    await requireCapability(bureau, 'send')(message, key, callWithin(5_000));

    expect(await seenEffects(agency, key)).toMatchObject([
      {
        handOver: {
          环节: {
            名称: '工会调解',
            单位: '桂江市总工会',
            结果: '调解不成',
            终结原因: '分歧较大',
            无争议事实: '双方确认欠薪三个月',
          },
        },
      },
    ]);
  });

  it('may refuse to accept, which is no outcome of its own', async () => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey(), '990101196402280104' as ResidentId);

    const replies = await answersAbout(referralId);

    expect(replies.at(-1)).toMatchObject({ event: 'REFUSE', reasonCode: 'NOT_ACCEPTED', note: '超过仲裁时效' });
  });

  it.each(['duplicate', 'reorder'])('is read in order and once even in its mode "%s"', async (mode) => {
    const referralId = freshReferralId();
    await apply(referralId, freshKey());
    await answersAbout(referralId);
    await agency.control('behaviour', { mode });

    const page = await requireCapability(bureau, 'readReplies')('0', callWithin(5_000));

    const sequences = page.messages.map(
      ({ body }) => (requireCapability(bureau, 'readMessage')(body) as ReferralReply).sequence ?? 0,
    );
    expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
    expect(new Set(page.messages.map(({ messageId }) => messageId)).size).toBe(page.messages.length);
  });

  it.each(['garbage', 'wrong-encoding'])('is not half believed in its mode "%s"', async (mode) => {
    await agency.control('behaviour', { mode });

    const lookUp = await rejectionOf(
      requireLookUp(bureau, 'INSURANCE_ENROLMENTS').lookUpMany([plainPerson], callWithin(5_000)),
    );
    const replies = await rejectionOf(requireCapability(bureau, 'readReplies')('0', callWithin(5_000)));
    const outcome = await apply(freshReferralId(), freshKey());

    expect([lookUp, replies]).toMatchObject([{ fault: 'MALFORMED' }, { fault: 'MALFORMED' }]);
    expect(outcome).toEqual({ kind: 'UNKNOWN', fault: 'MALFORMED' });
  });

  it('recalls, and takes nothing into its results after that', async () => {
    const referralId = freshReferralId();
    await agency.control('behaviour', { mode: 'silent', forPaths: ['/hrss/zc/sqjs'] });
    await apply(referralId, freshKey());

    const outcome = await requireCapability(bureau, 'send')(
      effect('RECALL', { referralId }),
      freshKey(),
      callWithin(5_000),
    );

    expect(outcome).toMatchObject({ kind: 'ACCEPTED', businessStatus: '已撤回' });
  });
});
