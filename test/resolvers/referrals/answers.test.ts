import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { globalId } from '#resolvers/global-id.ts';
import { HUANG, hardshipCase, NONG, WEI } from '../support/case-inputs.ts';
import { caseNow, opened } from '../support/case-operations.ts';
import { type ChangeInput, changeReferral, type ReferralMutation } from '../support/change-operations.ts';
import { countRows } from '../support/count-rows.ts';
import { lying, openStudioHouse, type StudioHouse } from '../support/studio.ts';

let house: StudioHouse;

beforeAll(async () => {
  house = await openStudioHouse();
});

afterAll(() => house.close());

/** Every answer of the agency a referral lies with, with an input that would do. */
const ANSWERS: readonly [ReferralMutation, ChangeInput][] = [
  ['receiveReferral', {}],
  ['acceptReferral', {}],
  ['startReferral', {}],
  ['requestSupplement', { note: '补交考勤记录' }],
  ['returnReferral', { reasonCode: 'OTHER' }],
  ['refuseReferral', { reasonCode: 'OTHER' }],
  ['completeReferral', { outcome: 'AGREED' }],
];

/** The supervisor is of the union as the studio is, but in another role. */
const STRANGERS: readonly PersonaName[] = ['court', 'hr', 'civil-affairs', 'legal-aid', 'township', 'supervisor'];

describe.each(ANSWERS)('%s', (mutation, more) => {
  it('finds nothing for an agency with whom the matter does not lie', async () => {
    const { record, referral } = await lying(house, 'SENT');

    for (const persona of STRANGERS) {
      expect(await changeReferral(house, persona, mutation, { referralId: referral.id, ...more })).toMatchObject({
        referral: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['referralId'] }],
      });
    }
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it('finds nothing under nonsense, a missing referral or the id of something else', async () => {
    for (const referralId of [
      'x',
      '',
      globalId('Referral', crypto.randomUUID()),
      globalId('Case', crypto.randomUUID()),
    ]) {
      expect(await changeReferral(house, 'mediator', mutation, { referralId, ...more })).toMatchObject({
        referral: null,
        userErrors: [{ code: 'NOT_FOUND', path: ['referralId'] }],
      });
    }
  });

  it('is done once per key, and the key is not good for anything else', async () => {
    const { referral } = await lying(house, 'SENT');
    const other = await lying(house, 'SENT');
    const input = { idempotencyKey: crypto.randomUUID(), referralId: referral.id, ...more };
    const first = await changeReferral(house, 'mediator', mutation, input);
    const before = await countRows(house);

    const again = await changeReferral(house, 'mediator', mutation, input);
    const elsewhere = await changeReferral(house, 'mediator', mutation, { ...input, referralId: other.referral.id });

    expect(again).toEqual({ ...first, replayed: true });
    expect(elsewhere).toMatchObject({ referral: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
    expect(await countRows(house)).toEqual(before);
  });

  it('asked for ten times at once is applied once', async () => {
    const { record, referral } = await lying(house, 'SENT');

    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        changeReferral(house, 'mediator', mutation, { referralId: referral.id, ...more }),
      ),
    );

    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array.from({ length: 9 }, () => 'TRANSITION_REFUSED'),
    );
    expect((await caseNow(house, record.id)).version).toBe(record.version + 1);
  });
});

describe('an answer', () => {
  it('carries the agency’s own reference and keeps it', async () => {
    const { referral } = await lying(house, 'SENT');

    const accepted = await changeReferral(house, 'mediator', 'acceptReferral', {
      referralId: referral.id,
      agencyReference: '调（2026）12号',
    });
    const completed = await changeReferral(house, 'mediator', 'completeReferral', {
      referralId: referral.id,
      outcome: 'AGREED',
    });

    expect(accepted.referral).toMatchObject({ agencyReference: '调（2026）12号' });
    expect(completed.referral).toMatchObject({ agencyReference: '调（2026）12号', outcome: 'AGREED' });
  });

  it('that completes with an outcome the step does not know is refused', async () => {
    const { record, referral } = await lying(house, 'ACCEPTED');

    for (const outcome of ['DOCKETED', 'agreed', '', 'REFUSED', 'constructor']) {
      expect(
        await changeReferral(house, 'mediator', 'completeReferral', { referralId: referral.id, outcome }),
      ).toMatchObject({
        referral: null,
        userErrors: [{ code: 'OUTCOME_UNKNOWN', path: ['outcome'], message: '该步骤没有这个结果' }],
      });
    }
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it('that settles the matter finishes the case', async () => {
    const { record, referral } = await lying(house, 'ACCEPTED');

    await changeReferral(house, 'mediator', 'completeReferral', { referralId: referral.id, outcome: 'AGREED' });

    expect(await caseNow(house, record.id)).toMatchObject({
      status: 'AWAITING_RATING',
      outcome: 'SETTLED',
      steps: [{ key: 'mediation', status: 'DONE', outcome: 'AGREED' }, { status: 'SKIPPED' }, { status: 'SKIPPED' }],
    });
  });

  it.each<[ReferralMutation, ChangeInput, string, string]>([
    ['completeReferral', { outcome: 'FAILED' }, 'FAILED', '工会调解：调解不成，转入下一步'],
    [
      'refuseReferral',
      { reasonCode: 'NOT_OUR_SCOPE', note: '属劳动仲裁范围' },
      'REFUSED',
      '工会调解：不予受理，转入下一步',
    ],
  ])('by %s that leads on starts the next step at the next agency', async (mutation, more, outcome, sentence) => {
    const { record, referral } = await lying(house, 'RECEIVED');

    await changeReferral(house, 'mediator', mutation, { referralId: referral.id, ...more });

    const after = await caseNow(house, record.id);
    expect(after).toMatchObject({
      status: 'IN_PROGRESS',
      steps: [
        { key: 'mediation', status: 'DONE', outcome },
        { key: 'arbitration', status: 'ACTIVE' },
        { key: 'court', status: 'WAITING' },
      ],
    });
    expect(after.referrals.map(({ stepKey, agency, status }) => [stepKey, agency.code, status])).toEqual([
      ['mediation', 'union', mutation === 'refuseReferral' ? 'REFUSED' : 'COMPLETED'],
      ['arbitration', 'hr-bureau', 'DRAFTED'],
    ]);
    expect(after.timeline.map(({ summary }) => summary.zh)).toContain(sentence);
  });

  it.each<[string, ReferralMutation, ChangeInput, string]>([
    ['a supplement without saying what is missing', 'requestSupplement', { note: '  ' }, 'note'],
    ['a supplement in a thousand words', 'requestSupplement', { note: '缺'.repeat(501) }, 'note'],
    ['a return with a note too long', 'returnReferral', { reasonCode: 'OTHER', note: '退'.repeat(501) }, 'note'],
    ['an acceptance with a reference of blanks', 'acceptReferral', { agencyReference: '   ' }, 'agencyReference'],
  ])('%s is refused', async (_what, mutation, more, field) => {
    const { record, referral } = await lying(house, 'SENT');

    const answer = await changeReferral(house, 'mediator', mutation, { referralId: referral.id, ...more });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code: 'NOTE_REQUIRED', path: [field] }] });
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it.each([
    'MATERIALS_INCOMPLETE',
    'AUTHORISATION_MISSING',
    'NOT_ACCEPTED',
    'NO_JURISDICTION',
    'NOT_OUR_SCOPE',
    'OTHER',
  ])('that returns for %s shows the reason and puts the case on the list of the window', async (reasonCode) => {
    const { record, referral } = await lying(house, 'RECEIVED');

    const answer = await changeReferral(house, 'mediator', 'returnReferral', { referralId: referral.id, reasonCode });

    expect(answer.referral).toMatchObject({ status: 'RETURNED', reasonCode });
    expect(await caseNow(house, record.id)).toMatchObject({
      status: 'NEEDS_ATTENTION',
      attentionReason: `RETURNED:${reasonCode}`,
    });
  });

  it('comes from each agency about its own step, to the end of a hardship case', async () => {
    const { id, referrals } = await opened(house, hardshipCase({ applicant: HUANG }));
    const next = async (step: string) =>
      (await caseNow(house, id)).referrals.find(({ stepKey }) => stepKey === step)?.id;

    await changeReferral(house, 'civil-affairs', 'completeReferral', {
      referralId: referrals[0]?.id,
      outcome: 'CHECKED_ELIGIBLE',
    });
    await changeReferral(house, 'township', 'completeReferral', {
      referralId: await next('visit'),
      outcome: 'VISIT_CONFIRMED',
    });
    const tooEarly = await changeReferral(house, 'mediator', 'completeReferral', {
      referralId: await next('approval'),
      outcome: 'APPROVED',
    });
    await changeReferral(house, 'supervisor', 'completeReferral', {
      referralId: await next('approval'),
      outcome: 'APPROVED',
    });

    // The studio is the union too, but approval is not its role.
    expect(tooEarly.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await caseNow(house, id)).toMatchObject({ status: 'AWAITING_RATING', outcome: 'AIDED' });
  });

  it('of one colleague repeats under the key of another, for they are one agency', async () => {
    const [first, second] = [
      await opened(house, hardshipCase({ applicant: NONG })),
      await opened(house, hardshipCase({ applicant: WEI })),
    ];
    const idempotencyKey = crypto.randomUUID();
    const one = await changeReferral(house, 'civil-affairs', 'acceptReferral', {
      idempotencyKey,
      referralId: first.referrals[0]?.id,
    });

    const two = await changeReferral(house, 'civil-affairs', 'acceptReferral', {
      idempotencyKey,
      referralId: second.referrals[0]?.id,
    });

    expect(one.userErrors).toEqual([]);
    expect(two.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });
});
