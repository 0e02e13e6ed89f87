import { agencyCode } from '#domain/agencies/agency-code.ts';
import type { EffectMessage } from '#domain/agencies/agency-connector.ts';
import type { SendOutcome } from '#domain/agencies/send-outcome.ts';
import { buildTestApp, type TestApp } from '../../support/build-test-app.ts';
import { type OpenCaseInput, wageCase } from './case-inputs.ts';
import { caseNow, type CaseSeen, opened, type ReferralSeen } from './case-operations.ts';
import { changeReferral } from './change-operations.ts';

/**
 * A house whose mediation studio is reached over a line that can fail, and that neither honours keys nor can be asked:
 * after an unclear sending only a person can say whether it has the matter.
 */
export interface StudioHouse extends TestApp {
  readonly sent: readonly EffectMessage[];
  /** From now on every sending ends like this. */
  answerWith(outcome: SendOutcome): void;
  /** Waits out every back-off, then does all there is to do. */
  drainPatiently(): Promise<void>;
}

const DELIVERED: SendOutcome = { kind: 'DELIVERED' };
export const UNCLEAR: SendOutcome = { kind: 'UNKNOWN', fault: 'TIMEOUT' };

export async function openStudioHouse(): Promise<StudioHouse> {
  const sent: EffectMessage[] = [];
  let outcome = DELIVERED;
  const union = agencyCode('union');
  const house = await buildTestApp({
    wrapConnectors: (connectors) =>
      new Map([
        ...connectors,
        [
          union,
          {
            code: union,
            roles: ['UNION_MEDIATION', 'UNION_AID'],
            channel: 'API',
            effectKey: 'NONE',
            lookUps: {},
            async send(message) {
              sent.push(message);
              return outcome;
            },
            close: async () => {},
          },
        ],
      ]),
  });
  /** Each test is about one referral: that the union answered none of the last few must not hold this one back. */
  async function drain(): Promise<void> {
    await house.app.database.prisma.agencyHealth.deleteMany();
    await house.drain();
  }
  return {
    ...house,
    sent,
    answerWith(next) {
      outcome = next;
    },
    drain,
    async drainPatiently() {
      await drain();
      await house.app.database.prisma.$executeRaw`
        UPDATE effect SET next_attempt_at = now() - interval '1 second' WHERE status = 'PENDING'`;
      await drain();
    },
  };
}

export interface Lying {
  readonly record: CaseSeen;
  readonly referral: ReferralSeen;
}

/** Every status a referral can be brought into from outside. */
export const STATUSES = [
  'DRAFTED',
  'SENT',
  'RECEIVED',
  'ACCEPTED',
  'IN_HANDLING',
  'SUPPLEMENT_REQUESTED',
  'IN_DOUBT',
  'RETURNED',
  'REFUSED',
  'RECALLED',
  'COMPLETED',
] as const;
export type Status = (typeof STATUSES)[number];

/** A new case of wage arrears whose mediation is in that status, brought there through the graph alone. */
export async function lying(house: StudioHouse, status: Status, changes: Partial<OpenCaseInput> = {}): Promise<Lying> {
  const { id, referrals } = await opened(house, wageCase(changes));
  const referralId = referrals[0]?.id;
  if (status === 'IN_DOUBT') {
    house.answerWith(UNCLEAR);
    await house.drainPatiently();
    house.answerWith(DELIVERED);
  } else if (status !== 'DRAFTED') {
    await house.drain();
  }
  const subject = { referralId };
  if (status === 'RECEIVED') await changeReferral(house, 'mediator', 'receiveReferral', subject);
  if (status === 'ACCEPTED') await changeReferral(house, 'mediator', 'acceptReferral', subject);
  if (status === 'IN_HANDLING') await changeReferral(house, 'mediator', 'startReferral', subject);
  if (status === 'SUPPLEMENT_REQUESTED')
    await changeReferral(house, 'mediator', 'requestSupplement', { ...subject, note: '补交工资流水' });
  if (status === 'RETURNED')
    await changeReferral(house, 'mediator', 'returnReferral', { ...subject, reasonCode: 'MATERIALS_INCOMPLETE' });
  if (status === 'REFUSED')
    await changeReferral(house, 'mediator', 'refuseReferral', { ...subject, reasonCode: 'NOT_OUR_SCOPE' });
  if (status === 'RECALLED')
    await changeReferral(house, 'window', 'recallReferral', { ...subject, reason: '派错单位' });
  if (status === 'COMPLETED')
    await changeReferral(house, 'mediator', 'completeReferral', { ...subject, outcome: 'FAILED' });
  const record = await caseNow(house, id);
  const referral = record.referrals.find((candidate) => candidate.id === referralId);
  if (referral?.status !== status) throw new Error(`wanted ${status}, got ${referral?.status}`);
  return { record, referral };
}
