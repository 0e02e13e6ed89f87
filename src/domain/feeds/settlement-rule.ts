import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import type { MedicalSettlement, SettlementDetail, SettlementResult } from '#domain/feeds/medical-settlement.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { looksMasked } from '#domain/registry/masking-marks.ts';
import { coversDay, type MutualAidEnrolment } from '#domain/registry/mutual-aid-enrolment.ts';
import { isDamagedName, matchingName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import { parseYuan } from '#domain/registry/yuan.ts';

/** Whoever carries the whole number, as far as a settlement has to know. */
export interface Bearer {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly enrolments: readonly MutualAidEnrolment[];
}

/** What a word about a settlement is to what is known of it; only news changes anything. */
export type WordStanding = 'NEWS' | 'REPEATED' | 'CONFLICT' | 'OTHER_VISIT';

/** The detail of a settlement as it is kept. `keyed` is a keyed hash in hex. */
export function settlementDetail(said: PushedSettlement, keyed: (text: string) => string): SettlementDetail {
  // Not the name: it may come masked one time and in clear the next.
  const { kind: _kind, event: _event, name: _name, ...content } = said;
  return {
    totalAmount: yuan(said.totalAmount),
    fundAmount: yuan(said.fundAmount),
    personalAmount: yuan(said.personalAmount),
    insuranceType: said.insuranceType,
    visitType: said.visitType,
    contentDigest: keyed(JSON.stringify(Object.entries(content).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** Whoever reads the message or the file has read it as an amount already; anything else is a mistake of ours. */
function yuan(text: string) {
  const amount = parseYuan(text);
  if (!amount.ok) throw new RangeError('a settlement without readable amounts');
  return amount.value;
}

/** A settlement of which nothing has been said yet. */
export function unheardOf(
  said: PushedSettlement,
  { id, agencyCode, receivedAt }: Pick<MedicalSettlement, 'id' | 'agencyCode' | 'receivedAt'>,
): MedicalSettlement {
  return {
    id,
    agencyCode,
    settlementId: said.settlementId,
    visitId: said.visitId,
    status: 'VALID',
    result: 'CLAIM_NOT_OPENED',
    receivedAt,
  };
}

export function standingOf(
  known: MedicalSettlement | undefined,
  said: PushedSettlement,
  detail: SettlementDetail,
): WordStanding {
  if (!known) return 'NEWS';
  if (known.visitId !== said.visitId) return 'OTHER_VISIT';
  if (said.event === 'REVERSED') return known.status === 'REVERSED' ? 'REPEATED' : 'NEWS';
  if (!known.detail) return 'NEWS';
  return known.detail.contentDigest === detail.contentDigest ? 'REPEATED' : 'CONFLICT';
}

/**
 * The settlement once a word that is news has been said of it. Any order will do: a reversal may come before what it
 * reverses.
 */
export function settlementAfter(
  before: MedicalSettlement,
  said: PushedSettlement,
  detail: SettlementDetail,
  bearer: Bearer | undefined,
): MedicalSettlement {
  if (said.event === 'REVERSED')
    return { ...before, status: 'REVERSED', result: 'REVERSED', reversedAt: said.occurredAt };
  const { personId, result } = judge(said, detail, bearer);
  return {
    ...before,
    personId,
    detail,
    settledAt: said.occurredAt,
    result: before.status === 'REVERSED' ? 'REVERSED' : result,
  };
}

/** Whose it is, and whether a claim is due on it. */
function judge(
  said: PushedSettlement,
  { personalAmount }: SettlementDetail,
  bearer: Bearer | undefined,
): { readonly personId?: string; readonly result: SettlementResult } {
  if (!bearer) return { result: 'PERSON_UNKNOWN' };
  // Money follows: a number with somebody else's name is a slip of the pen that a person looks at.
  if (said.name && isLegible(said.name) && matchingName(said.name) !== matchingName(bearer.person.name)) {
    return { result: 'NAME_DIFFERS' };
  }
  const day = localDateOf(said.occurredAt);
  const personId = bearer.person.id;
  if (!bearer.enrolments.some((enrolment) => coversDay(enrolment, day))) return { personId, result: 'NOT_ENROLLED' };
  return { personId, result: personalAmount === '0.00' ? 'NOTHING_TO_CLAIM' : 'CLAIM_NOT_OPENED' };
}

/** A name that was masked, or lost its rare characters on the way, says nothing against the number. */
function isLegible(name: string): boolean {
  return !looksMasked(name) && !isDamagedName(name);
}
