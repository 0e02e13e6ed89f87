import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Yuan } from '#domain/registry/yuan.ts';
import { seededRandom } from '../../support/factories/identifiers.ts';
import { type ClaimsOffice, openClaimsOffice } from '../support/claims-office.ts';

describe('a settlement that the medical insurance pushes', () => {
  let office: ClaimsOffice;

  beforeAll(async () => {
    office = await openClaimsOffice();
  });
  afterAll(() => office.close());
  beforeEach(() => office.forget());

  const eventsOf = (caseId: string | undefined) =>
    office.app.database.prisma.caseEvent.findMany({ where: { caseId: caseId ?? '' }, orderBy: { sequence: 'asc' } });

  it('opens a claim that nobody applied for, with the amount to the cent and clocks from the day it was settled', async () => {
    await office.settle({ id: 'S1' });

    const [claim, ...others] = await office.claims();
    expect(others).toEqual([]);
    expect(await office.settlement('S1')).toEqual({ status: 'VALID', result: 'CLAIM_OPENED', caseId: claim?.id });
    expect(await office.opened()).toMatchObject([
      {
        applicantId: '01990000-0000-7000-8000-000000000001',
        divisionCode: '990101',
        form: { settlementId: 'S1', visitId: 'V1', personalAmount: '8432.10', settledOn: '2026-03-10' },
        openedBy: 'agency:medical-insurance',
        openedAt: new Date('2026-03-10T03:20:15Z'),
      },
    ]);
    expect((await eventsOf(claim?.id))[0]).toMatchObject({ type: 'case.opened', actor: 'agency:medical-insurance' });
    expect(await office.app.database.prisma.case.findUniqueOrThrow({ where: { id: claim?.id ?? '' } })).toMatchObject({
      channel: 'AGENCY_PUSH',
      openedBy: 'agency:medical-insurance',
    });
  });

  it('never lets a clock begin in the future, where their clock is ahead of ours', async () => {
    await office.settle({ id: 'S1', at: '2026-03-16 10:03:00' });

    expect(await office.opened()).toMatchObject([{ openedAt: office.clock.now() }]);
  });

  it('opens its claim although more settlements come at once than there are database connections', async () => {
    const ids = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        office.receive('2207', { id: `S-${index}`, visit: `V-${index}`, at: `2026-03-10 11:20:${10 + index}` }),
      ),
    );

    await Promise.all(ids.map((id) => office.apply(id)));

    expect(await office.claims()).toHaveLength(24);
  });

  it('lies in the database with its amounts sealed', async () => {
    await office.settle({ id: 'S1' });

    const rows = await office.app.database.prisma.$queryRaw<{ row: string }[]>`
      SELECT medical_settlement::text AS row FROM medical_settlement`;
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/8432|11000|990101198603120018|覃/);
  });

  it('is withdrawn with its claim when it is reversed before anything was paid, and the next one begins anew', async () => {
    await office.settle({ id: 'S1' });
    await office.reverse({ id: 'S1', at: '2026-03-12 09:00:00' });
    const [withdrawn] = await office.claims();
    const between = await office.settlement('S1');
    await office.settle({ id: 'S2', amount: '8010.55', at: '2026-03-12 09:05:00' });

    expect(between).toMatchObject({ status: 'REVERSED', result: 'CLAIM_WITHDRAWN' });
    expect(withdrawn).toMatchObject({ status: 'WITHDRAWN' });
    expect((await eventsOf(withdrawn?.id)).map(({ type, actor }) => `${type} ${actor}`)).toContain(
      'case.withdrawn agency:medical-insurance',
    );
    expect(await office.claims()).toMatchObject([{ status: 'WITHDRAWN' }, { status: 'IN_PROGRESS' }]);
    expect((await office.opened())[1]).toMatchObject({
      form: { settlementId: 'S2', personalAmount: '8010.55', settledOn: '2026-03-12' },
      openedAt: new Date('2026-03-12T01:05:00Z'),
    });
    expect((await office.opened())[1]?.form).not.toHaveProperty('alreadyPaid');
  });

  it('writes down why the claim was withdrawn', async () => {
    await office.settle({ id: 'S1' });
    await office.reverse({ id: 'S1' });

    const [claim] = await office.claims();
    const withdrawn = (await eventsOf(claim?.id)).find(({ type }) => type === 'case.withdrawn');
    const note = office.app.tools.crypto.openText(
      withdrawn?.noteSealed ?? new Uint8Array(),
      `case_event.note:${withdrawn?.id}`,
    );
    expect(note).toBe('结算已撤销');
  });

  it('does not pay twice: what was paid before its reversal goes along with the next claim, to a person', async () => {
    await office.settle({ id: 'S1' });
    const [first] = await office.claims();
    await office.pay(first?.id ?? '', '3000.00' as Yuan);

    await office.reverse({ id: 'S1' });
    await office.settle({ id: 'S2', amount: '8010.55', at: '2026-03-12 09:05:00' });

    expect(await office.settlement('S1')).toMatchObject({ status: 'REVERSED', result: 'REVERSED_AFTER_PAYOUT' });
    expect(await office.claims()).toMatchObject([
      { id: first?.id, status: 'NEEDS_ATTENTION', attentionReason: 'SOURCE_REVERSED' },
      { status: 'NEEDS_ATTENTION', attentionReason: 'ALREADY_PAID' },
    ]);
    expect((await office.opened())[1]?.form).toMatchObject({ personalAmount: '8010.55', alreadyPaid: '3000.00' });
  });

  it('carries along all that several claims of one visit have paid', async () => {
    await office.settle({ id: 'S1' });
    await office.pay((await office.claims())[0]?.id ?? '', '3000.10' as Yuan);
    await office.reverse({ id: 'S1' });
    await office.settle({ id: 'S2', at: '2026-03-12 09:05:00' });
    await office.pay((await office.claims())[1]?.id ?? '', '99.95' as Yuan);
    await office.reverse({ id: 'S2' });

    await office.settle({ id: 'S3', at: '2026-03-13 09:05:00' });

    expect((await office.opened()).map(({ form }) => form['alreadyPaid'])).toEqual([undefined, '3000.10', '3100.05']);
  });

  it('opens nothing when its reversal was here first', async () => {
    await office.reverse({ id: 'S1' });
    const before = await office.settlement('S1');
    await office.settle({ id: 'S1' });

    expect(before).toEqual({ status: 'REVERSED', result: 'REVERSED', caseId: null });
    expect(await office.settlement('S1')).toEqual(before);
    expect(await office.claims()).toEqual([]);
  });

  it('waits while an earlier settlement of the visit stands, and has its claim once that is reversed', async () => {
    await office.settle({ id: 'S1' });
    await office.settle({ id: 'S2', amount: '8010.55', at: '2026-03-12 09:05:00' });
    const waiting = await office.settlement('S2');

    await office.reverse({ id: 'S1' });

    expect(waiting).toMatchObject({ result: 'WAITS_FOR_REVERSAL', caseId: null });
    expect(await office.settlement('S1')).toMatchObject({ result: 'CLAIM_WITHDRAWN' });
    expect(await office.settlement('S2')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await office.claims()).toMatchObject([{ status: 'WITHDRAWN' }, { status: 'IN_PROGRESS' }]);
  });

  it('changes nothing when it comes twice, not even after its reversal', async () => {
    await office.settle({ id: 'S1' });
    const again = await office.settle({ id: 'S1' });
    await office.reverse({ id: 'S1' });
    const reversedAgain = await office.reverse({ id: 'S1' });
    const late = await office.settle({ id: 'S1', name: '覃**' });

    for (const id of [again, reversedAgain, late]) {
      expect(await office.inboxEnd(id)).toEqual({ status: 'SUPERSEDED', reason: 'REPEATED' });
    }
    expect(await office.claims()).toMatchObject([{ status: 'WITHDRAWN' }]);
  });

  it.each([
    ['with another amount', { id: 'S1', amount: '9999.99' }, 'settlement id used again for other content'],
    ['of somebody else', { id: 'S1', residentId: '990101199501010031' }, 'settlement id used again for other content'],
    ['about another visit', { id: 'S1', visit: 'V2' }, 'settlement id belongs to another visit'],
  ])('goes to quarantine when its number comes again %s, and stays as it was', async (_what, said, reason) => {
    await office.settle({ id: 'S1' });

    const second = await office.settle(said);

    expect(await office.inboxEnd(second)).toEqual({ status: 'QUARANTINED', reason });
    expect(await office.opened()).toHaveLength(1);
  });

  it('is not cancelled by a reversal that speaks of another visit', async () => {
    await office.settle({ id: 'S1' });

    const reversal = await office.reverse({ id: 'S1', visit: 'V2' });

    expect(await office.inboxEnd(reversal)).toMatchObject({ status: 'QUARANTINED' });
    expect(await office.claims()).toMatchObject([{ status: 'IN_PROGRESS' }]);
  });

  it.each([
    ['whose number nobody has', { residentId: '990101199901010015' }, 'PERSON_UNKNOWN'],
    ['whose number came masked', { residentId: '990101********0018' }, 'PERSON_UNKNOWN'],
    ['whose number is under another name', { name: '韦志强' }, 'NAME_DIFFERS'],
    ['whose enrolment was rejected', { residentId: '990101200002290054', name: '陆晓燕' }, 'NOT_ENROLLED'],
    ['who never enrolled', { residentId: '990101197309080022', name: '韦志强' }, 'NOT_ENROLLED'],
    ['settled before the period', { at: '2025-12-31 23:59:59' }, 'NOT_ENROLLED'],
    ['with nothing left to pay', { amount: '0.00' }, 'NOTHING_TO_CLAIM'],
  ])('is kept without a case when it is of somebody %s', async (_what, said, result) => {
    const message = await office.settle({ id: 'S1', ...said });

    expect(await office.inboxEnd(message)).toMatchObject({ status: 'APPLIED' });
    expect(await office.settlement('S1')).toEqual({ status: 'VALID', result, caseId: null });
    expect(await office.claims()).toEqual([]);
  });

  it.each([
    ['a masked name', { name: '覃**' }],
    ['a name whose rare character was lost', { name: '覃?兰' }],
    ['the first moment of the period, in Beijing', { at: '2026-01-01 00:00:00' }],
  ])('takes no offence at %s', async (_what, said) => {
    await office.settle({ id: 'S1', ...said });

    expect(await office.settlement('S1')).toMatchObject({ result: 'CLAIM_OPENED' });
  });

  it('counts a period that has run out since for a day that lay in it', async () => {
    const person = { residentId: '990101197505120079', name: '' };
    await office.settle({ id: 'S1', ...person, at: '2025-12-30 10:00:00' });
    await office.settle({ id: 'S2', visit: 'V2', ...person, at: '2026-01-02 10:00:00' });

    expect(await office.settlement('S1')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await office.settlement('S2')).toMatchObject({ result: 'NOT_ENROLLED' });
  });

  it('has a claim of its own for each visit of the same person', async () => {
    await office.settle({ id: 'S1', visit: 'V1' });
    await office.settle({ id: 'S2', visit: 'V2', at: '2026-03-14 08:00:00' });

    expect(await office.claims()).toMatchObject([{ status: 'IN_PROGRESS' }, { status: 'IN_PROGRESS' }]);
  });

  it('is kept and listed when its claim cannot be opened, and opened with the next word about the visit', async () => {
    await office.offer(false);
    await office.settle({ id: 'S1' });
    const refused = await office.settlement('S1');
    await office.offer(true);

    await office.settle({ id: 'S2', at: '2026-03-09 08:00:00' });

    expect(refused).toEqual({ status: 'VALID', result: 'CLAIM_NOT_OPENED', caseId: null });
    expect(await office.settlement('S1')).toMatchObject({ result: 'CLAIM_OPENED' });
    expect(await office.settlement('S2')).toMatchObject({ result: 'WAITS_FOR_REVERSAL' });
  });

  it('has one claim when everything about a visit is applied at the same moment', async () => {
    const ids = [
      await office.receive('2207', { id: 'S1' }),
      await office.receive('2207', { id: 'S1' }),
      await office.receive('2208', { id: 'S1' }),
      await office.receive('2207', { id: 'S2', at: '2026-03-12 09:05:00' }),
    ];

    await Promise.all([...ids, ...ids].map((id) => office.apply(id)));

    const standing = (await office.claims()).filter(({ status }) => status !== 'WITHDRAWN');
    expect(standing).toHaveLength(1);
    expect(await office.settlement('S1')).toMatchObject({ status: 'REVERSED' });
    expect(await office.settlement('S2')).toMatchObject({ result: 'CLAIM_OPENED', caseId: standing[0]?.id });
  });

  it.each([1, 2, 3, 4, 5, 6])('is never paid twice without a person, whatever comes when (%i)', async (seed) => {
    const random = seededRandom(seed);
    const words = [
      () => office.settle({ id: 'S1' }),
      () => office.settle({ id: 'S1' }),
      () => office.reverse({ id: 'S1' }),
      () => office.reverse({ id: 'S1' }),
      () => office.settle({ id: 'S2', amount: '8010.55', at: '2026-03-12 09:05:00' }),
      () => office.reverse({ id: 'S2' }),
      () => office.settle({ id: 'S3', amount: '7000.00', at: '2026-03-13 09:05:00' }),
    ];
    const shuffled = words.map((say) => ({ say, at: random() })).toSorted((a, b) => a.at - b.at);

    let openedUnpaid = 0;
    for (const { say } of shuffled) {
      await say();
      if (office.paid.size === 0) openedUnpaid = (await office.opened()).length;
      if (random() < 0.4) await payWhatNobodyHasToLookAt();
    }

    expect(office.paid.size).toBeLessThanOrEqual(1);
    const openedPaid = (await office.opened()).slice(openedUnpaid);
    expect(openedPaid.map(({ form }) => form['alreadyPaid'])).toEqual(openedPaid.map(() => '1000.00'));
    expect(await office.settlement('S3')).toMatchObject({ status: 'VALID', result: 'CLAIM_OPENED' });
    const standing = (await office.claims()).filter(({ id, status }) => status !== 'WITHDRAWN' && !office.paid.has(id));
    expect(standing.length).toBeLessThanOrEqual(1);
  });

  /** The cashier pays every open claim that is on nobody's list. */
  async function payWhatNobodyHasToLookAt(): Promise<void> {
    for (const { id, status } of await office.claims()) {
      if (status === 'IN_PROGRESS' && !office.paid.has(id)) await office.pay(id, '1000.00' as Yuan);
    }
  }
});
