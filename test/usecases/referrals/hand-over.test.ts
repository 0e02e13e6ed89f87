import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReferralReply } from '#domain/agencies/inbound-content.ts';
import { type FakeAgency, fakeAgency, messageOf } from '../support/fake-agency.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let hr: FakeAgency;

beforeAll(async () => {
  hr = fakeAgency({ code: 'hr-bureau', roles: ['HR_ARBITRATION'] });
  stage = await openStage([fakeAgency(), hr]);
});
afterAll(() => stage.close());

async function says(agency: string, referralId: string, more: Omit<ReferralReply, 'kind' | 'referralId'>) {
  const id = crypto.randomUUID();
  const body = messageOf({ kind: 'REFERRAL_REPLY', referralId, ...more });
  await stage.app.system.receiveWebhook(agency, { headers: { id }, body });
  await stage.drain();
  return stage.app.database.prisma.inboundMessage.findFirstOrThrow({ where: { messageId: id } });
}

async function inArbitration() {
  const opened = await stage.openMediation();
  await stage.drain();
  const reason = { outcome: 'FAILED', terminationReason: 'PARTY_UNWILLING', note: '单位私下愿付一半' } as const;
  await says('union', opened.referralId, { event: 'COMPLETE', ...reason });
  const { id } = await stage.app.database.prisma.referral.findFirstOrThrow({
    where: { caseId: opened.caseId, stepKey: 'arbitration' },
  });
  return { ...opened, arbitrationId: id };
}

const referral = (id: string) => stage.app.database.prisma.referral.findUniqueOrThrow({ where: { id } });

describe('a dispatch to the next agency', () => {
  it('brings what the mediation hands over, and no note of it', async () => {
    const { arbitrationId, caseId } = await inArbitration();
    const { acceptanceNo } = await stage.app.database.prisma.case.findUniqueOrThrow({ where: { id: caseId } });

    const sent = hr.sent.filter(({ message }) => message.referralId === arbitrationId);

    expect(sent).toHaveLength(1);
    expect(sent[0]?.message.handOver).toMatchObject({
      acceptanceNo,
      steps: [
        {
          name: { zh: '工会调解' },
          agencyName: '桂江市总工会',
          outcome: 'FAILED',
          outcomeName: { zh: '调解不成' },
          terminationReason: 'PARTY_UNWILLING',
          endedOn: '2026-03-02',
        },
      ],
    });
    expect(JSON.stringify(sent)).not.toContain('私下');
  });

  it('says the same thing when it is sent again', async () => {
    hr.answer = () => ({ kind: 'RETRY', fault: 'SERVER_ERROR' });
    const { arbitrationId } = await inArbitration();
    hr.answer = () => ({ kind: 'RECEIVED' });
    await stage.letTimePass();
    await stage.drain();

    const [first, again, ...more] = hr.sent.filter(({ message }) => message.referralId === arbitrationId);

    expect(more).toEqual([]);
    expect(again).toEqual(first);
  });
});

describe('an arbitration', () => {
  it('takes the stages that its agency tells', async () => {
    const { arbitrationId } = await inArbitration();

    await says('hr-bureau', arbitrationId, { event: 'ACCEPT', sequence: 1 });
    await says('hr-bureau', arbitrationId, { event: 'START', stage: 'FORM_TRIBUNAL', sequence: 2 });
    await says('hr-bureau', arbitrationId, {
      event: 'START',
      stage: 'SUSPEND',
      sequence: 3,
      businessStatus: '中止审理',
    });
    const late = await says('hr-bureau', arbitrationId, { event: 'START', stage: 'HEAR', sequence: 2 });

    expect(late.status).toBe('SUPERSEDED');
    expect(await referral(arbitrationId)).toMatchObject({
      status: 'IN_HANDLING',
      stage: 'SUSPENDED',
      businessStatus: '中止审理',
      replySequence: 3,
    });
  });
});

describe('an answer that contradicts itself', () => {
  it.each([
    { outcome: 'FAILED', terminationReason: 'AGREED' },
    { outcome: 'FAILED', agreementKind: 'MEDIATION_AGREEMENT' },
  ] as const)('%j goes to quarantine and changes nothing', async (ending) => {
    const { referralId } = await stage.openMediation();
    await stage.drain();
    const before = await referral(referralId);

    const { status } = await says('union', referralId, { event: 'COMPLETE', ...ending });

    expect(status).toBe('QUARANTINED');
    expect(await referral(referralId)).toEqual(before);
  });
});
