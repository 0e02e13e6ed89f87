import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { CourtDelegation } from '#domain/agencies/inbound-content.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import { claimLead } from '#usecases/feeds/claim-lead.ts';
import { confirmMatch } from '#usecases/registry/confirm-match.ts';
import { makePhone, makeResidentId, seededRandom } from '../../support/factories/identifiers.ts';
import { CITY } from '../support/city-scope.ts';
import { type FakeAgency, fakeAgency, messageOf } from '../support/fake-agency.ts';
import { openStage, type Stage, WINDOW } from '../support/stage.ts';

let stage: Stage;
let court: FakeAgency;
let letters = 0;
const random = seededRandom(990_777);

beforeAll(async () => {
  court = fakeAgency({ code: 'court', roles: ['COURT_MEDIATION'] });
  stage = await openStage([court]);
});
afterAll(() => stage.close());

function letter(differs: Partial<CourtDelegation> = {}): CourtDelegation {
  letters += 1;
  return {
    kind: 'COURT_DELEGATION',
    docketNumber: `（2026）桂9901民诉前调${letters}号`,
    divisionCode: '990101',
    causeOfAction: 'WAGE_RECOVERY',
    claims: '支付拖欠的劳动报酬',
    applicant: {
      name: '覃委派',
      residentId: makeResidentId(random, { bornFrom: localDate('1970-01-01'), bornTo: localDate('1999-12-31') }),
      phone: makePhone(random),
    },
    respondent: '桂江速达物流有限公司',
    ...differs,
  };
}

async function push(content: CourtDelegation, id: string = crypto.randomUUID()) {
  await stage.app.system.receiveWebhook('court', { headers: { id }, body: messageOf(content) });
  await stage.drain();
  return stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId: id } });
}

const leadsOf = ({ docketNumber }: CourtDelegation) =>
  stage.app.database.prisma.lead.findMany({ where: { agencyCode: agencyCode('court'), applicationNo: docketNumber } });

describe('a letter of delegation', () => {
  it('becomes a lead that a window claims', async () => {
    const content = letter();

    const { status } = await push(content);
    const [lead, ...more] = await leadsOf(content);

    expect(status).toBe('APPLIED');
    expect(more).toEqual([]);
    expect(lead).toMatchObject({
      kind: 'COURT_DELEGATION',
      status: 'OPEN',
      matched: false,
      causeOfAction: 'WAGE_RECOVERY',
    });
    const opened = await stage.app.dependencies.stores.leads.find(CITY, lead?.id ?? '');
    expect(opened).toMatchObject({ claims: '支付拖欠的劳动报酬', employer: '桂江速达物流有限公司' });
    expect(Buffer.from(lead?.claimsSealed ?? []).includes(Buffer.from('劳动报酬'))).toBe(false);
    await claimLead(stage.app.dependencies, WINDOW, { idempotencyKey: crypto.randomUUID(), leadId: lead?.id ?? '' });
    expect((await leadsOf(content))[0]?.status).toBe('CLAIMED');
  });

  it('that comes again under another message is the same lead, and stays claimed', async () => {
    const content = letter();
    await push(content);
    const [first] = await leadsOf(content);
    await claimLead(stage.app.dependencies, WINDOW, { idempotencyKey: crypto.randomUUID(), leadId: first?.id ?? '' });

    await push({ ...content, claims: '支付拖欠的劳动报酬及经济补偿' });

    const leads = await leadsOf(content);
    expect(leads).toHaveLength(1);
    expect(leads[0]).toMatchObject({ id: first?.id, status: 'CLAIMED' });
  });

  it('names who is in the register already, and matches by number alone', async () => {
    const content = letter();
    await push(content);
    const again = letter({ applicant: content.applicant });

    await push(again);

    const [first] = await leadsOf(content);
    expect(await leadsOf(again)).toMatchObject([{ matched: true, personId: first?.personId }]);
  });

  it.each([
    [
      'another name under the number',
      'NAME_DIFFERS',
      (known: CourtDelegation) => letter({ applicant: { ...known.applicant, name: '韦他人' } }),
    ],
    [
      'a number that cannot be one',
      'NUMBER_WRONG',
      (known: CourtDelegation) => letter({ applicant: { ...known.applicant, residentId: '990101198603120017' } }),
    ],
  ])('with %s waits until a person says whose it is', async (_what, reason, spoil) => {
    const known = letter();
    await push(known);
    const personId = (await leadsOf(known))[0]?.personId ?? '';
    const content = spoil(known);

    const message = await push(content);

    expect(message).toMatchObject({ status: 'APPLIED' });
    expect(await leadsOf(content)).toEqual([]);
    const review = await stage.app.database.prisma.matchReview.findFirstOrThrow({
      where: { recordKey: content.docketNumber },
    });
    expect(review).toMatchObject({ recordKind: 'COURT_DELEGATION', reason, status: 'OPEN' });
    await confirmMatch(stage.app.dependencies, WINDOW, {
      idempotencyKey: crypto.randomUUID(),
      reviewId: review.id,
      personId,
    });
    expect(await leadsOf(content)).toMatchObject([{ kind: 'COURT_DELEGATION', personId, matched: true }]);
  });

  it('from a division nobody knows goes to quarantine whole, without repeating it', async () => {
    const content = letter({ divisionCode: '990999' });

    const message = await push(content);

    expect(message).toMatchObject({ status: 'QUARANTINED', reason: 'divisionCode: DIVISION_UNKNOWN' });
    expect(message.reason).not.toContain(content.applicant.residentId);
    expect(await leadsOf(content)).toEqual([]);
  });
});
