import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonaName } from '#app/personas.ts';
import { globalId } from '#resolvers/global-id.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { wageCase } from '../support/case-inputs.ts';
import { opened } from '../support/case-operations.ts';
import { changeReferral } from '../support/change-operations.ts';
import { countRows } from '../support/count-rows.ts';

let house: TestApp;

beforeAll(async () => {
  house = await buildTestApp();
});

afterAll(() => house.close());

interface Mediation {
  readonly caseId: string;
  readonly referralId: string;
}

async function mediation(): Promise<Mediation> {
  const { id, referrals } = await opened(house, wageCase());
  await house.drain();
  return { caseId: id, referralId: referrals[0]?.id ?? '' };
}

interface StageSeen {
  readonly status: string;
  readonly stage: {
    readonly code: string;
    readonly name: { readonly zh: string };
    readonly reportable: string[];
  } | null;
  readonly terminationReason: string | null;
  readonly agreement: { readonly kind: string; readonly enforceable: boolean } | null;
  readonly undisputedFacts: string | null;
  readonly mediator: { readonly name: string } | null;
  readonly handOver: { readonly acceptanceNo: string; readonly steps: readonly Record<string, unknown>[] } | null;
}

async function referralSeen(as: PersonaName, id: string): Promise<StageSeen | null> {
  const { data, errors } = await house.run<{ referral: StageSeen | null }>(
    as,
    `query Q($id: ID!) { referral(id: $id) {
       status stage { code name { zh } reportable } terminationReason agreement { kind enforceable } undisputedFacts
       mediator { name }
       handOver { acceptanceNo steps { role agency { code } outcome outcomeName { zh } terminationReason agreementKind undisputedFacts endedOn } }
     } }`,
    { id },
  );
  expect(errors).toEqual([]);
  return data.referral;
}

async function notesSeen(as: PersonaName, caseId: string): Promise<readonly string[]> {
  const { data, errors } = await house.run<{ case: { timeline: { note: string | null }[] } }>(
    as,
    'query Q($id: ID!) { case(id: $id) { timeline { note } } }',
    { id: caseId },
  );
  expect(errors).toEqual([]);
  return data.case.timeline.flatMap(({ note }) => note ?? []);
}

async function nextReferral(caseId: string, stepKey: string): Promise<string> {
  const { data } = await house.run<{ case: { referrals: { id: string; stepKey: string }[] } }>(
    'window',
    'query Q($id: ID!) { case(id: $id) { referrals { id stepKey } } }',
    { id: caseId },
  );
  return data.case.referrals.find((referral) => referral.stepKey === stepKey)?.id ?? '';
}

describe('reportStage', () => {
  it('shows where a mediation stands and what may come next', async () => {
    const { referralId } = await mediation();

    const before = await referralSeen('mediator', referralId);
    const { userErrors } = await changeReferral(house, 'mediator', 'reportStage', { referralId, event: 'ACCEPT' });
    const after = await referralSeen('window', referralId);

    expect(userErrors).toEqual([]);
    expect(before?.stage).toMatchObject({ code: 'DELEGATED', reportable: ['DECLINE', 'ACCEPT', 'BEGIN'] });
    expect(after).toMatchObject({ status: 'ACCEPTED', stage: { code: 'ACCEPTED', name: { zh: '调解组织已接受' } } });
  });

  it.each([
    ['PERFORM', 'STAGE_NOT_NOW', 'StateConflictError'],
    ['TERMINATE', 'STAGE_NEEDS_OUTCOME', 'InvalidInputError'],
    ['HEAR', 'STAGE_NOT_OF_ROLE', 'InvalidInputError'],
  ] as const)('refuses %s as %s and stores nothing', async (event, code, type) => {
    const { referralId } = await mediation();
    const rows = await countRows(house);

    const { userErrors } = await changeReferral(house, 'mediator', 'reportStage', { referralId, event });

    expect(userErrors).toMatchObject([{ __typename: type, code, path: ['event'] }]);
    expect(await countRows(house)).toEqual(rows);
  });

  it('extends only with the agreement of all parties', async () => {
    const { referralId } = await mediation();
    await changeReferral(house, 'mediator', 'startReferral', { referralId });

    const alone = await changeReferral(house, 'mediator', 'reportStage', { referralId, event: 'EXTEND' });
    const agreed = await changeReferral(house, 'mediator', 'reportStage', {
      referralId,
      event: 'EXTEND',
      allPartiesAgree: true,
    });

    expect(alone.userErrors).toMatchObject([{ code: 'STAGE_NEEDS_ALL_PARTIES' }]);
    expect(agreed.userErrors).toEqual([]);
  });

  it('is done once per key', async () => {
    const { referralId } = await mediation();
    const input = { idempotencyKey: crypto.randomUUID(), referralId, event: 'ACCEPT' };

    await changeReferral(house, 'mediator', 'reportStage', input);
    const again = await changeReferral(house, 'mediator', 'reportStage', input);
    const other = await changeReferral(house, 'mediator', 'reportStage', { ...input, event: 'BEGIN' });

    expect(again).toMatchObject({ replayed: true, userErrors: [] });
    expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('finds nothing for those with whom the matter does not lie', async () => {
    const { referralId } = await mediation();

    for (const persona of ['court', 'hr', 'civil-affairs', 'township', 'supervisor'] as const) {
      expect(await changeReferral(house, persona, 'reportStage', { referralId, event: 'ACCEPT' })).toMatchObject({
        referral: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
  });
});

describe('completing a mediation', () => {
  it('keeps its agreement with what it is worth', async () => {
    const { referralId } = await mediation();

    await changeReferral(house, 'mediator', 'completeReferral', {
      referralId,
      outcome: 'AGREED',
      agreementKind: 'MEDIATION_AGREEMENT',
    });

    expect(await referralSeen('window', referralId)).toMatchObject({
      status: 'COMPLETED',
      stage: { code: 'AGREED' },
      terminationReason: 'AGREED',
      agreement: { kind: 'MEDIATION_AGREEMENT', enforceable: false },
    });
  });

  it.each([
    [{ outcome: 'FAILED', terminationReason: 'AGREED' }, 'TERMINATION_REASON_MISMATCH', 'terminationReason'],
    [{ outcome: 'FAILED', agreementKind: 'SETTLEMENT' }, 'AGREEMENT_KIND_MISMATCH', 'agreementKind'],
    [{ outcome: 'AGREED', agreementKind: 'PAYMENT_ORDER' }, 'AGREEMENT_KIND_MISMATCH', 'agreementKind'],
  ])('refuses %j', async (ending, code, field) => {
    const { referralId } = await mediation();

    const { userErrors } = await changeReferral(house, 'mediator', 'completeReferral', { referralId, ...ending });

    expect(userErrors).toMatchObject([{ code, path: [field] }]);
  });
});

describe('what a failed mediation leaves to the arbitrator', () => {
  it('is the facts of procedure and the undisputed facts, and no word of what was said', async () => {
    const { caseId, referralId } = await mediation();
    await changeReferral(house, 'mediator', 'reportStage', {
      referralId,
      event: 'BEGIN',
      note: '用人单位私下愿付一半',
    });
    await changeReferral(house, 'mediator', 'completeReferral', {
      referralId,
      outcome: 'FAILED',
      terminationReason: 'LARGE_DIVERGENCE',
      undisputedFacts: '双方确认欠薪三个月',
      note: '申请人私下愿让一成',
    });
    const arbitration = await nextReferral(caseId, 'arbitration');

    const seen = await referralSeen('hr', arbitration);

    expect(seen?.handOver).toMatchObject({
      acceptanceNo: expect.stringMatching(/^YM/),
      steps: [
        {
          role: 'UNION_MEDIATION',
          agency: { code: 'union' },
          outcome: 'FAILED',
          outcomeName: { zh: '调解不成' },
          terminationReason: 'LARGE_DIVERGENCE',
          undisputedFacts: '双方确认欠薪三个月',
        },
      ],
    });
    expect(await notesSeen('hr', caseId)).toEqual([]);
    expect(await notesSeen('mediator', caseId)).toEqual(['用人单位私下愿付一半', '申请人私下愿让一成']);
    expect(JSON.stringify(seen)).not.toContain('私下');
    // The first step had nothing before it, and another step's material is not the mediator's to read.
    expect((await referralSeen('mediator', referralId))?.handOver).toBeNull();
    expect(await referralSeen('mediator', arbitration)).toBeNull();
    // Nothing of it lies in the clear.
    const row = await house.app.database.prisma.referral.findFirstOrThrow({
      where: { undisputedFactsSealed: { not: null } },
    });
    expect(Buffer.from(row.undisputedFactsSealed ?? []).includes(Buffer.from('欠薪'))).toBe(false);
  });
});

interface Suggestion {
  readonly mediator: { readonly id: string; readonly name: string; readonly load: number };
  readonly reasons: readonly { readonly rule: string; readonly holds: boolean }[];
}

async function suggestions(as: PersonaName, referralId: string): Promise<readonly Suggestion[]> {
  const { data, errors } = await house.run<{ suggestMediators: Suggestion[] }>(
    as,
    'query Q($id: ID!) { suggestMediators(referralId: $id) { mediator { id name load } reasons { rule holds } } }',
    { id: referralId },
  );
  expect(errors).toEqual([]);
  return data.suggestMediators;
}

describe('mediators', () => {
  it('are suggested by expertise and load to the office the matter lies with, and to nobody else', async () => {
    const { referralId } = await mediation();

    const [first, ...others] = await suggestions('mediator', referralId);

    expect(first).toMatchObject({
      mediator: { name: '韦和平' },
      reasons: [{ holds: true }, { rule: 'MEDIATOR_LOAD' }],
    });
    expect(others.map(({ mediator: { name } }) => name).toSorted()).toEqual(['农知理', '班同舟'].toSorted());
    for (const persona of ['court', 'hr', 'supervisor', 'township'] as const) {
      expect(await suggestions(persona, referralId)).toEqual([]);
    }
  });

  it('carry what is assigned to them until it is over', async () => {
    const { referralId } = await mediation();
    const [first] = await suggestions('mediator', referralId);
    const load = async () =>
      (await suggestions('mediator', (await mediation()).referralId)).find(
        ({ mediator: { id } }) => id === first?.mediator.id,
      )?.mediator.load;
    const before = (await load()) ?? 0;

    const { userErrors } = await changeReferral(house, 'mediator', 'assignMediator', {
      referralId,
      mediatorId: first?.mediator.id,
      conflictDeclared: false,
    });

    expect(userErrors).toEqual([]);
    expect((await referralSeen('window', referralId))?.mediator).toEqual({ name: first?.mediator.name });
    expect(await load()).toBe(before + 1);
    await changeReferral(house, 'mediator', 'completeReferral', { referralId, outcome: 'AGREED' });
    expect(await load()).toBe(before);
  });

  async function mediatorNamed(name: string): Promise<string> {
    const { id } = await house.app.database.prisma.mediator.findFirstOrThrow({ where: { name } });
    return globalId('Mediator', id);
  }

  it.each([
    ['罗暂停', false, 'MEDIATOR_NOT_ACTIVE'],
    ['覃正和', false, 'MEDIATOR_OF_OTHER_ROOM'],
    ['韦和平', true, 'MEDIATOR_CONFLICT'],
  ])('%s with a conflict declared: %s is refused as %s', async (name, conflictDeclared, code) => {
    const { referralId } = await mediation();

    const { userErrors } = await changeReferral(house, 'mediator', 'assignMediator', {
      referralId,
      mediatorId: await mediatorNamed(name),
      conflictDeclared,
    });

    expect(userErrors).toMatchObject([{ code, path: ['mediatorId'] }]);
  });

  it('sit in rooms that are listed by division and kind', async () => {
    const ask = async (divisionCode: string, kind: string | null) =>
      (
        await house.run<{ mediationRooms: { kind: string; load: number; mediators: { name: string }[] }[] }>(
          'worker',
          `query Q($d: DivisionCode!, $k: MediationOrgKind) {
             mediationRooms(divisionCode: $d, kind: $k) { kind kindName { zh } load name { zh } office { divisionCode } mediators { name professions room { id } } }
           }`,
          { d: divisionCode, k: kind },
        )
      ).data.mediationRooms;

    expect((await ask('990101', null)).map(({ kind }) => kind).toSorted()).toEqual([
      'ONE_ROOM_THREE_COURTS',
      'PARK_THREE_MASTERS',
      'STATION',
      'STUDIO',
    ]);
    expect(await ask('990100', 'PARK_THREE_MASTERS')).toMatchObject([{ load: 0, mediators: { length: 3 } }]);
    expect(await ask('990102', null)).toEqual([]);
  });
});

describe('mediationStatistics', () => {
  interface Figures {
    readonly statistics: Record<string, unknown> | null;
    readonly userErrors: readonly { readonly code: string }[];
  }

  async function figures(as: PersonaName, divisionCode: string, from: string, to: string): Promise<Figures> {
    const { data, errors } = await house.run<{ mediationStatistics: Figures }>(
      as,
      `query Q($d: DivisionCode!, $from: LocalDate!, $to: LocalDate!) {
         mediationStatistics(divisionCode: $d, from: $from, to: $to) {
           statistics { accepted concluded succeeded pending successRate successRateOfAccepted definition { zh } confidence asOf }
           userErrors { code }
         }
       }`,
      { d: divisionCode, from, to },
    );
    expect(errors).toEqual([]);
    return data.mediationStatistics;
  }

  it('counts what was accepted in the period and what became of it', async () => {
    house.clock.set(new Date('2026-05-31T15:59:59Z'));
    const ids = await Promise.all([1, 2, 3, 4].map(async () => (await mediation()).referralId));
    const [agreed, failed, returned] = ids;
    for (const referralId of ids) await changeReferral(house, 'mediator', 'acceptReferral', { referralId });
    await changeReferral(house, 'mediator', 'completeReferral', { referralId: agreed, outcome: 'AGREED' });
    await changeReferral(house, 'mediator', 'completeReferral', { referralId: failed, outcome: 'FAILED' });
    await changeReferral(house, 'mediator', 'returnReferral', { referralId: returned, reasonCode: 'OTHER' });

    // One minute before midnight in Shanghai: the last day counts whole.
    for (const persona of ['supervisor', 'auditor', 'window'] as const) {
      expect(await figures(persona, '990100', '2026-05-31', '2026-05-31')).toMatchObject({
        statistics: {
          accepted: 3,
          concluded: 2,
          succeeded: 1,
          pending: 1,
          successRate: '50.00',
          successRateOfAccepted: '33.33',
          confidence: 'UNCONFIRMED',
        },
        userErrors: [],
      });
    }
    expect((await figures('supervisor', '990100', '2026-06-01', '2026-06-30')).statistics).toMatchObject({
      accepted: 0,
      successRate: null,
    });
    expect((await figures('supervisor', '990102', '2026-05-31', '2026-05-31')).statistics).toMatchObject({
      accepted: 0,
    });
  });

  it('counts what was accepted at midnight with the day that begins, and with no other', async () => {
    house.clock.set(new Date('2026-07-31T16:00:00.000Z'));
    const { referralId } = await mediation();
    await changeReferral(house, 'mediator', 'acceptReferral', { referralId });

    expect((await figures('supervisor', '990100', '2026-07-31', '2026-07-31')).statistics).toMatchObject({
      accepted: 0,
    });
    expect((await figures('supervisor', '990100', '2026-08-01', '2026-08-01')).statistics).toMatchObject({
      accepted: 1,
    });
  });

  it.each([
    ['990000', '2026-01-01', '2026-02-01', 'DIVISION_OUT_OF_AREA'],
    ['990100', '2026-02-01', '2026-01-01', 'DATE_INVALID'],
  ])('refuses %s from %s to %s as %s', async (division, from, to, code) => {
    expect(await figures('supervisor', division, from, to)).toMatchObject({ statistics: null, userErrors: [{ code }] });
  });
});
