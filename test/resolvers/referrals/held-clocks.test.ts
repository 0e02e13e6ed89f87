import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { caseNow } from '../support/case-operations.ts';
import { type ChangeInput, changeReferral, type ReferralMutation } from '../support/change-operations.ts';
import { countRows } from '../support/count-rows.ts';
import { lying, openStudioHouse, type StudioHouse } from '../support/studio.ts';

let house: StudioHouse;

beforeAll(async () => {
  house = await openStudioHouse();
  await allowOnMediation();
});

afterAll(() => house.close());

/**
 * No rule of the items offered so far can be extended or paused by hand; the mediation of this house can, as that of
 * Zhejiang and that before docketing can.
 */
async function allowOnMediation(): Promise<void> {
  const { prisma } = house.app.database;
  const more = {
    pausesFor: ['APPRAISAL'],
    extension: { length: 10, granted: { zh: '各方同意', en: 'all parties agree' } },
  };
  await prisma.$executeRaw`
    UPDATE service_item_version SET definition = jsonb_set(
      definition::jsonb, '{clocks,MED_LDMA}', (definition::jsonb #> '{clocks,MED_LDMA}') || ${JSON.stringify(more)}::jsonb
    ) WHERE code = 'courier-wage-arrears'`;
  house.app.tools.catalogueCache.clear();
}

interface ClockSeen {
  readonly status: string;
  readonly dueOn: string;
  readonly provisional: boolean;
  readonly pausedOn: string | null;
  readonly pausedFor: readonly string[];
  readonly extension: unknown;
  readonly rule: { readonly key: string };
}

async function mediationClock(referralId: string): Promise<ClockSeen> {
  const { data, errors } = await house.run<{ referral: { deadlines: readonly ClockSeen[] } }>(
    'mediator',
    `query ($id: ID!) { referral(id: $id) { deadlines {
      status dueOn rawDueOn notices provisional pausedOn pausedFor extension { length grantedOn ground } rule { key }
    } } }`,
    { id: referralId },
  );
  expect(errors).toEqual([]);
  const clock = data.referral.deadlines.find(({ rule }) => rule.key === 'MED_LDMA');
  if (!clock) throw new Error('no clock of the mediation');
  return clock;
}

const PAUSE = { cause: 'APPRAISAL', note: '委托鉴定' };
const EXTEND = { clock: 'MED_LDMA', length: 10, ground: '双方书面同意' };

const HOLDING: readonly [ReferralMutation, ChangeInput, string][] = [
  ['extendDeadline', EXTEND, 'ground'],
  ['pauseClocks', PAUSE, 'note'],
];

describe.each(HOLDING)('%s', (mutation, more, field) => {
  it('is done once per key', async () => {
    const { referral } = await lying(house, 'RECEIVED');
    const input = { idempotencyKey: crypto.randomUUID(), referralId: referral.id, ...more };
    const first = await changeReferral(house, 'mediator', mutation, input);
    const before = await countRows(house);

    const again = await changeReferral(house, 'mediator', mutation, input);
    const other = await changeReferral(house, 'mediator', mutation, { ...input, [field]: '另一个理由' });

    expect(first.userErrors).toEqual([]);
    expect(again).toEqual({ ...first, replayed: true });
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
    expect(await countRows(house)).toEqual(before);
  });

  it('wants it written down why', async () => {
    const { record, referral } = await lying(house, 'RECEIVED');

    const answer = await changeReferral(house, 'mediator', mutation, {
      referralId: referral.id,
      ...more,
      [field]: ' ',
    });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code: 'NOTE_REQUIRED', path: [field] }] });
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it.each<PersonaName>(['supervisor', 'township', 'hr', 'court'])(
    'is not for %s, who does not handle the referral, and looks as if it did not exist',
    async (persona) => {
      const { record, referral } = await lying(house, 'RECEIVED');

      const answer = await changeReferral(house, persona, mutation, { referralId: referral.id, ...more });

      expect(answer).toMatchObject({ referral: null, userErrors: [{ code: 'NOT_FOUND', path: ['referralId'] }] });
      expect(await caseNow(house, record.id)).toEqual(record);
    },
  );
});

describe('an extension', () => {
  it('moves the date, is shown with its ground, and is in the timeline', async () => {
    const { record, referral } = await lying(house, 'RECEIVED');
    const before = await mediationClock(referral.id);

    await changeReferral(house, 'mediator', 'extendDeadline', { referralId: referral.id, ...EXTEND });

    const after = await mediationClock(referral.id);
    expect([before.dueOn, after.dueOn]).toEqual(['2026-03-17', '2026-03-27']);
    expect(after.extension).toEqual({ length: 10, grantedOn: '2026-03-02', ground: '双方书面同意' });
    const { timeline } = await caseNow(house, record.id);
    expect(timeline.at(-1)).toMatchObject({
      type: 'clock.extended',
      summary: { zh: '调解组织调解时限延长至 2026-03-27' },
    });
  });

  it('keeps its ground sealed, for a person wrote it', async () => {
    const { referral } = await lying(house, 'RECEIVED');
    await changeReferral(house, 'mediator', 'extendDeadline', { referralId: referral.id, ...EXTEND });

    const rows = await house.app.database.prisma.deadline.findMany({ where: { extensionSealed: { not: null } } });

    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ extensionSealed }) => Buffer.from(extensionSealed ?? []).includes('同意'))).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('书面同意');
  });

  it.each([
    ['a clock the referral does not have', { clock: 'ARB_AWARD' }, 'CLOCK_UNKNOWN', 'clock'],
    ['a clock that is met', { clock: 'HANDOVER' }, 'CLOCK_UNKNOWN', 'clock'],
    ['more than the limit', { length: 11 }, 'EXTENSION_REFUSED', 'length'],
    ['less than nothing', { length: -1 }, 'EXTENSION_REFUSED', 'length'],
  ])('is refused for %s', async (_what, wrong, code, path) => {
    const { record, referral } = await lying(house, 'RECEIVED');

    const answer = await changeReferral(house, 'mediator', 'extendDeadline', {
      referralId: referral.id,
      ...EXTEND,
      ...wrong,
    });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code, path: [path] }] });
    expect(await caseNow(house, record.id)).toEqual(record);
  });

  it('is refused a second time, and on a matter that is over', async () => {
    const { referral } = await lying(house, 'RECEIVED');
    const over = await lying(house, 'COMPLETED');
    const subject = { ...EXTEND, referralId: referral.id, length: 1 };
    await changeReferral(house, 'mediator', 'extendDeadline', subject);

    const again = await changeReferral(house, 'mediator', 'extendDeadline', subject);
    const late = await changeReferral(house, 'mediator', 'extendDeadline', {
      ...subject,
      referralId: over.referral.id,
    });

    expect(again.userErrors).toMatchObject([{ code: 'EXTENSION_REFUSED', path: ['clock'] }]);
    expect(late.userErrors).toMatchObject([{ code: 'CLOCK_UNKNOWN' }]);
  });
});

describe('a pause', () => {
  it('stops the clock until it is ended, puts the case on the list meanwhile, and gives the days back', async () => {
    const { record, referral } = await lying(house, 'RECEIVED');
    const subject = { referralId: referral.id };
    await changeReferral(house, 'mediator', 'pauseClocks', { ...subject, ...PAUSE });
    const still = await mediationClock(referral.id);
    const waiting = await caseNow(house, record.id);

    await changeReferral(house, 'mediator', 'resumeClocks', { ...subject, cause: 'APPRAISAL', note: '鉴定完成' });

    const after = await caseNow(house, record.id);
    expect(still).toMatchObject({
      status: 'PAUSED',
      provisional: true,
      pausedOn: '2026-03-02',
      pausedFor: ['APPRAISAL'],
    });
    expect([waiting.status, waiting.attentionReason]).toEqual(['NEEDS_ATTENTION', 'CLOCK_PAUSED:APPRAISAL']);
    expect([after.status, after.attentionReason]).toEqual(['IN_PROGRESS', null]);
    expect(await mediationClock(referral.id)).toMatchObject({ status: 'RUNNING', pausedOn: null, pausedFor: [] });
    expect(after.timeline.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['clock.paused', 'case.escalated', 'clock.resumed', 'case.resumed']),
    );
  });

  it.each([
    ['for a cause the rule does not allow', 'pauseClocks', 'OTHER_BODY'],
    ['that is not there cannot be ended', 'resumeClocks', 'APPRAISAL'],
  ] as const)('%s', async (_what, mutation, cause) => {
    const { record, referral } = await lying(house, 'RECEIVED');

    const answer = await changeReferral(house, 'mediator', mutation, { referralId: referral.id, cause, note: '说明' });

    expect(answer).toMatchObject({ referral: null, userErrors: [{ code: 'PAUSE_REFUSED', path: ['cause'] }] });
    expect(await caseNow(house, record.id)).toEqual(record);
  });
});
