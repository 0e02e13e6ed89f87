import type { PushedSettlement } from '#domain/agencies/inbound-content.ts';
import type { MedicalSettlement, SettlementDetail, SettlementResult } from '#domain/feeds/medical-settlement.ts';
import { localDateOf } from '#domain/referrals/local-date.ts';
import { looksMasked } from '#domain/registry/masking-marks.ts';
import { coversDay } from '#domain/registry/mutual-aid-enrolment.ts';
import { isDamagedName, matchingName } from '#domain/registry/person-name.ts';
import type { Person } from '#domain/registry/person.ts';
import { parseResidentId } from '#domain/registry/resident-id.ts';
import { parseYuan } from '#domain/registry/yuan.ts';
import type { InboundEnd, InboundMessage, Stores } from '#domain/stores.ts';
import { settleVisit } from '#usecases/feeds/settle-visit.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/**
 * Keeps what the medical insurance says about a settlement and does what follows for the claims of that visit. Any order
 * will do: a reversal may come before what it reverses. Repeats change nothing; the same id with other content, or about
 * another visit, goes to quarantine.
 */
export async function applySettlement(
  tx: Stores,
  message: InboundMessage,
  push: PushedSettlement,
  deps: UsecaseDependencies,
): Promise<Omit<InboundEnd, 'at'>> {
  const { agencyCode } = message;
  await tx.settlements.lockVisit(agencyCode, push.visitId);
  const known = await tx.settlements.find(agencyCode, push.settlementId);
  if (known && known.visitId !== push.visitId) {
    return { status: 'QUARANTINED', reason: 'settlement id belongs to another visit' };
  }
  const before = known ?? blank(message, push, deps);
  const after = push.event === 'REVERSED' ? reversed(before, push) : await settled(tx, before, push, deps);
  if (after === 'CONFLICT') return { status: 'QUARANTINED', reason: 'settlement id used again for other content' };
  if (after === 'REPEATED') return { status: 'SUPERSEDED', reason: after };
  await tx.settlements.save(after);
  await settleVisit(tx, agencyCode, push.visitId, deps);
  return { status: 'APPLIED' };
}

function blank(message: InboundMessage, push: PushedSettlement, deps: UsecaseDependencies): MedicalSettlement {
  return {
    id: deps.ids.next(),
    agencyCode: message.agencyCode,
    settlementId: push.settlementId,
    visitId: push.visitId,
    status: 'VALID',
    result: 'CLAIM_NOT_OPENED',
    receivedAt: message.receivedAt,
  };
}

function reversed(before: MedicalSettlement, push: PushedSettlement): MedicalSettlement | 'REPEATED' {
  if (before.status === 'REVERSED') return 'REPEATED';
  return { ...before, status: 'REVERSED', result: 'REVERSED', reversedAt: push.occurredAt };
}

async function settled(
  tx: Stores,
  before: MedicalSettlement,
  push: PushedSettlement,
  deps: UsecaseDependencies,
): Promise<MedicalSettlement | 'REPEATED' | 'CONFLICT'> {
  const detail = detailOf(push, deps);
  if (before.detail) return before.detail.contentDigest === detail.contentDigest ? 'REPEATED' : 'CONFLICT';
  const { person, result } = await judge(tx, push, detail, deps);
  return {
    ...before,
    personId: person?.id,
    detail,
    settledAt: push.occurredAt,
    result: before.status === 'REVERSED' ? 'REVERSED' : result,
  };
}

function detailOf(push: PushedSettlement, deps: UsecaseDependencies): SettlementDetail {
  // Not the name: it may come masked one time and in clear the next.
  const { kind: _kind, event: _event, name: _name, ...said } = push;
  return {
    totalAmount: yuan(push.totalAmount),
    fundAmount: yuan(push.fundAmount),
    personalAmount: yuan(push.personalAmount),
    insuranceType: push.insuranceType,
    visitType: push.visitType,
    contentDigest: deps.digest.keyed(JSON.stringify(Object.entries(said).toSorted(([a], [b]) => (a < b ? -1 : 1)))),
  };
}

/** The connector has read it as an amount already; anything else is a mistake of ours. */
function yuan(text: string) {
  const amount = parseYuan(text);
  if (!amount.ok) throw new RangeError('a settlement without readable amounts');
  return amount.value;
}

interface Judgement {
  readonly person?: Person;
  readonly result: SettlementResult;
}

/** Whose it is, by the whole number alone, and whether a claim is due on it. */
async function judge(
  tx: Stores,
  push: PushedSettlement,
  { personalAmount }: SettlementDetail,
  deps: UsecaseDependencies,
): Promise<Judgement> {
  const residentId = parseResidentId(push.residentId, localDateOf(deps.clock.now()));
  const person = residentId.ok ? await tx.people.findByResidentId(residentId.value) : undefined;
  if (!person) return { result: 'PERSON_UNKNOWN' };
  // Money follows: a number with somebody else's name is a slip of the pen that a person looks at.
  if (push.name && isLegible(push.name) && matchingName(push.name) !== matchingName(person.name)) {
    return { result: 'NAME_DIFFERS' };
  }
  const day = localDateOf(push.occurredAt);
  const enrolments = await tx.mutualAid.enrolmentsOf(person.id);
  if (!enrolments.some((enrolment) => coversDay(enrolment, day))) return { person, result: 'NOT_ENROLLED' };
  return { person, result: personalAmount === '0.00' ? 'NOTHING_TO_CLAIM' : 'CLAIM_NOT_OPENED' };
}

/** A name that was masked, or lost its rare characters on the way, says nothing against the number. */
function isLegible(name: string): boolean {
  return !looksMasked(name) && !isDamagedName(name);
}
