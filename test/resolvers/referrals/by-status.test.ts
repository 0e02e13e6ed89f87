import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { caseNow } from '../support/case-operations.ts';
import { type ChangeInput, changeReferral, type ReferralMutation } from '../support/change-operations.ts';
import { lying, openStudioHouse, type Status, STATUSES, type StudioHouse } from '../support/studio.ts';

let house: StudioHouse;

beforeAll(async () => {
  house = await openStudioHouse();
});

afterAll(() => house.close());

interface Row {
  readonly mutation: ReferralMutation;
  readonly as: PersonaName;
  readonly with?: ChangeInput;
  readonly leadsTo: Status;
  readonly from: readonly Status[];
}

const UNANSWERED: readonly Status[] = ['DRAFTED', 'SENT', 'IN_DOUBT'];
const OPEN: readonly Status[] = [...UNANSWERED, 'RECEIVED', 'ACCEPTED', 'IN_HANDLING', 'SUPPLEMENT_REQUESTED'];

/** What may be done in which status, written down a second time on purpose: the code's own table is not asked. */
const ROWS: readonly Row[] = [
  { mutation: 'receiveReferral', as: 'mediator', leadsTo: 'RECEIVED', from: UNANSWERED },
  {
    mutation: 'acceptReferral',
    as: 'mediator',
    leadsTo: 'ACCEPTED',
    from: [...UNANSWERED, 'RECEIVED', 'SUPPLEMENT_REQUESTED'],
  },
  {
    mutation: 'startReferral',
    as: 'mediator',
    leadsTo: 'IN_HANDLING',
    from: [...UNANSWERED, 'RECEIVED', 'ACCEPTED', 'SUPPLEMENT_REQUESTED'],
  },
  {
    mutation: 'requestSupplement',
    as: 'mediator',
    with: { note: '补交考勤记录' },
    leadsTo: 'SUPPLEMENT_REQUESTED',
    from: OPEN.filter((status) => status !== 'SUPPLEMENT_REQUESTED'),
  },
  {
    mutation: 'returnReferral',
    as: 'mediator',
    with: { reasonCode: 'NO_JURISDICTION' },
    leadsTo: 'RETURNED',
    from: OPEN,
  },
  { mutation: 'refuseReferral', as: 'mediator', with: { reasonCode: 'NOT_ACCEPTED' }, leadsTo: 'REFUSED', from: OPEN },
  { mutation: 'completeReferral', as: 'mediator', with: { outcome: 'AGREED' }, leadsTo: 'COMPLETED', from: OPEN },
  {
    mutation: 'provideSupplement',
    as: 'window',
    with: { note: '已补交' },
    leadsTo: 'RECEIVED',
    from: ['SUPPLEMENT_REQUESTED'],
  },
  { mutation: 'recallReferral', as: 'window', with: { reason: '派错单位' }, leadsTo: 'RECALLED', from: OPEN },
  {
    mutation: 'resendReferral',
    as: 'window',
    with: { note: '已更正' },
    leadsTo: 'DRAFTED',
    from: ['RETURNED', 'RECALLED'],
  },
  {
    mutation: 'resolveDoubt',
    as: 'window',
    with: { recorded: true, note: '电话确认已收到' },
    leadsTo: 'SENT',
    from: ['IN_DOUBT'],
  },
];

const CELLS = ROWS.flatMap((row) => STATUSES.map((status) => ({ ...row, status, allowed: row.from.includes(status) })));

describe(`${ROWS.length} changes of a referral in ${STATUSES.length} statuses, ${CELLS.length} in all`, () => {
  it.each(CELLS.filter(({ allowed }) => allowed))(
    '$mutation leads from $status to $leadsTo',
    async ({ mutation, as, status, leadsTo, with: more }) => {
      const { record, referral } = await lying(house, status);

      const answer = await changeReferral(house, as, mutation, { referralId: referral.id, ...more });

      expect(answer).toMatchObject({ replayed: false, userErrors: [], referral: { status: leadsTo } });
      const after = await caseNow(house, record.id);
      expect(after.referrals).toContainEqual(answer.referral);
      expect(after.version).toBe(record.version + 1);
      expect(after.timeline.length).toBeGreaterThan(record.timeline.length);
    },
  );

  it.each(CELLS.filter(({ allowed }) => !allowed))(
    '$mutation is refused in $status, which it names, and changes nothing',
    async ({ mutation, as, status, with: more }) => {
      const { record, referral } = await lying(house, status);

      const answer = await changeReferral(house, as, mutation, { referralId: referral.id, ...more });

      expect(answer).toMatchObject({
        referral: null,
        replayed: false,
        userErrors: [
          {
            __typename: 'StateConflictError',
            code: 'TRANSITION_REFUSED',
            path: ['referralId'],
            currentStatus: status,
            message: '当前状态不能这样做',
          },
        ],
      });
      expect(await caseNow(house, record.id)).toEqual(record);
    },
  );
});
