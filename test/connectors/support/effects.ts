import { randomUUID } from 'node:crypto';
import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { EffectKey, EffectKind, EffectMessage, MessageHandOver } from '#domain/agencies/agency-connector.ts';
import { localDate } from '#domain/referrals/local-date.ts';
import type { ResidentId } from '#domain/registry/resident-id.ts';

export function effectKey(text: string): EffectKey {
  return text as EffectKey;
}

/** An effect as the recorded samples have it; tests say what differs. */
export function effect(kind: EffectKind, differs: Partial<EffectMessage> = {}): EffectMessage {
  return {
    kind,
    referralId: '7d1c2f0e-4f7b-4a53-9c1e-0a1b2c3d4e01',
    acceptanceNo: 'YM202611210001',
    role: 'HR_ARBITRATION',
    serviceItemCode: 'wage-arrears',
    serviceItemName: '追索劳动报酬',
    divisionCode: '990101',
    issuedAt: new Date('2026-11-21T08:05:31.000Z'),
    applicant: { name: '覃桂兰', residentId: '990101198603120018' as ResidentId, phone: '19900000001' },
    fields: { unpaidWages: '18600.00', months: 3 },
    ...(kind === 'DISPATCH' ? {} : { note: '申请人撤回申请' }),
    ...differs,
  };
}

/** Of a mediation that failed, as a later step gets it. */
export const HAND_OVER: MessageHandOver = {
  acceptanceNo: 'YM202611210001',
  steps: [
    {
      name: { zh: '工会调解', en: 'Union mediation' },
      agencyCode: agencyCode('union'),
      agencyName: '桂江市总工会',
      role: 'UNION_MEDIATION',
      outcome: 'FAILED',
      outcomeName: { zh: '调解不成', en: 'Mediation failed' },
      terminationReason: 'LARGE_DIVERGENCE',
      acceptedOn: localDate('2026-11-02'),
      endedOn: localDate('2026-11-16'),
      undisputedFacts: '双方确认欠薪三个月',
    },
  ],
};

/** One process plays the agency for a whole file, so every test works on a matter of its own. */
export function freshKey(): EffectKey {
  return effectKey(`oe-${randomUUID()}`);
}

export function freshReferralId(): string {
  return randomUUID();
}
