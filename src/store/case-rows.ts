import type { AgencyCode, AgencyRole } from '#domain/agencies/agency-code.ts';
import type { EffectKind } from '#domain/agencies/agency-connector.ts';
import type {
  Case,
  CaseChannel,
  CaseEvent,
  CaseHeader,
  CasePlan,
  CaseStatus,
  FrozenFacts,
  IntakeForm,
} from '#domain/cases/case.ts';
import type { ClockRule } from '#domain/catalogue/clock-rule.ts';
import type { AgreementKind } from '#domain/disputes/agreement-kinds.ts';
import type { DisputeStage } from '#domain/disputes/dispute-stage.ts';
import type { TerminationReason } from '#domain/disputes/termination-reasons.ts';
import type { Deadline, DeadlineStatus, GrantedExtension, PauseReason } from '#domain/referrals/clock.ts';
import type { DeadlineComputation, Pause } from '#domain/referrals/deadline.ts';
import type {
  Effect,
  EffectStatus,
  ReasonCode,
  Referral,
  ReferralStatus,
  StopReason,
} from '#domain/referrals/referral.ts';
import type { Yuan } from '#domain/registry/yuan.ts';
import type { Prisma } from '#generated/prisma/client.ts';
import type {
  Case as CaseRow,
  CaseEvent as CaseEventRow,
  Deadline as DeadlineRow,
  Effect as EffectRow,
  Referral as ReferralRow,
} from '#generated/prisma/client.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { currentTraceparent } from '#platform/trace-context.ts';
import type { CASE_HEADER_COLUMNS } from '#store/case-columns.ts';
import { fromLocalDate, toLocalDate } from '#store/dates.ts';

type CaseHeaderRow = Prisma.CaseGetPayload<{ select: typeof CASE_HEADER_COLUMNS }>;

// Rows to domain records and back. Status columns and JSON columns are written by us alone, from typed values, and the
// database checks nothing else into them; so reading casts where a parse would only repeat the writer's types.

export function toCaseHeader(row: CaseHeaderRow): CaseHeader {
  return {
    id: row.id,
    acceptanceNo: row.acceptanceNo,
    serviceItemVersionId: row.serviceItemVersionId,
    serviceItemCode: row.serviceItemCode,
    applicantId: row.applicantId,
    status: row.status as CaseStatus,
    version: row.version,
    channel: row.channel as CaseChannel,
    divisionCode: row.divisionCode,
    workplaceDivision: row.workplaceDivision ?? undefined,
    confidential: row.confidential,
    outcome: row.outcome ?? undefined,
    openedBy: row.openedBy,
    leadId: row.leadId ?? undefined,
    attentionReason: row.attentionReason ?? undefined,
    openedAt: row.openedAt,
    closedAt: row.closedAt ?? undefined,
    rating: row.rating ?? undefined,
  };
}

/** What is sealed is opened when somebody looks. */
export function toCase(row: CaseRow, crypto: CryptoProvider): Case {
  const form = lazily(() => JSON.parse(crypto.openText(row.formSealed, `case.form:${row.id}`)) as IntakeForm);
  const facts = lazily(() =>
    row.factsSealed ? (JSON.parse(crypto.openText(row.factsSealed, `case.facts:${row.id}`)) as FrozenFacts) : undefined,
  );
  return {
    ...toCaseHeader(row),
    get form() {
      return form();
    },
    get facts() {
      return facts();
    },
    // A plan of before these were decided has none of them.
    plan: Object.assign({ passports: [], materials: [], omitted: [] }, row.plan as unknown as CasePlan),
    ratingComment: row.ratingCommentSealed
      ? crypto.openText(row.ratingCommentSealed, `case.rating_comment:${row.id}`)
      : undefined,
  };
}

export function newCaseRow(record: Case, crypto: CryptoProvider): Prisma.CaseUncheckedCreateInput {
  return {
    id: record.id,
    acceptanceNo: record.acceptanceNo,
    serviceItemVersionId: record.serviceItemVersionId,
    serviceItemCode: record.serviceItemCode,
    applicantId: record.applicantId,
    version: record.version,
    channel: record.channel,
    divisionCode: record.divisionCode,
    workplaceDivision: record.workplaceDivision ?? null,
    factsSealed: record.facts ? crypto.seal(JSON.stringify(record.facts), `case.facts:${record.id}`) : null,
    plan: record.plan as unknown as Prisma.InputJsonObject,
    confidential: record.confidential,
    openedBy: record.openedBy,
    leadId: record.leadId ?? null,
    openedAt: record.openedAt,
    ...changedCaseColumns(record, crypto),
  };
}

/** What can change in a case after it was accepted. */
export function changedCaseColumns(record: Case, crypto: CryptoProvider) {
  return {
    status: record.status,
    formSealed: crypto.seal(JSON.stringify(record.form), `case.form:${record.id}`),
    outcome: record.outcome ?? null,
    attentionReason: record.attentionReason ?? null,
    closedAt: record.closedAt ?? null,
    rating: record.rating ?? null,
    ratingCommentSealed: record.ratingComment
      ? crypto.seal(record.ratingComment, `case.rating_comment:${record.id}`)
      : null,
  };
}

export function toReferral(row: ReferralRow, crypto: CryptoProvider): Referral {
  return {
    id: row.id,
    caseId: row.caseId,
    stepKey: row.stepKey,
    round: row.round,
    agencyCode: row.agencyCode as AgencyCode,
    officeId: row.officeId,
    role: row.role as AgencyRole,
    leads: row.leads,
    status: row.status as ReferralStatus,
    version: row.version,
    agencyReference: row.agencyReference ?? undefined,
    businessStatus: row.businessStatus ?? undefined,
    outcome: row.outcome ?? undefined,
    reasonCode: (row.reasonCode as ReasonCode | null) ?? undefined,
    stage: (row.stage as DisputeStage | null) ?? undefined,
    terminationReason: (row.terminationReason as TerminationReason | null) ?? undefined,
    agreementKind: (row.agreementKind as AgreementKind | null) ?? undefined,
    undisputedFacts: row.undisputedFactsSealed
      ? crypto.openText(row.undisputedFactsSealed, `referral.undisputed_facts:${row.id}`)
      : undefined,
    amount: row.amountSealed ? (crypto.openText(row.amountSealed, amountPlace(row.id)) as Yuan) : undefined,
    mediatorId: row.mediatorId ?? undefined,
    replySequence: row.replySequence,
    createdAt: row.createdAt,
    disclosedAt: row.disclosedAt ?? undefined,
    sentAt: row.sentAt ?? undefined,
    receivedAt: row.receivedAt ?? undefined,
    acceptedAt: row.acceptedAt ?? undefined,
    startedAt: row.startedAt ?? undefined,
    completedAt: row.completedAt ?? undefined,
    endedAt: row.endedAt ?? undefined,
  };
}

/** Where the amount of a referral is sealed for. */
export const amountPlace = (referralId: string): string => `referral.amount:${referralId}`;

export function referralRow(referral: Referral, crypto: CryptoProvider): Prisma.ReferralUncheckedCreateInput {
  const { undisputedFacts, amount, ...columns } = referral;
  return {
    ...columns,
    agencyReference: referral.agencyReference ?? null,
    businessStatus: referral.businessStatus ?? null,
    outcome: referral.outcome ?? null,
    reasonCode: referral.reasonCode ?? null,
    disclosedAt: referral.disclosedAt ?? null,
    stage: referral.stage ?? null,
    terminationReason: referral.terminationReason ?? null,
    agreementKind: referral.agreementKind ?? null,
    amountSealed: amount ? crypto.seal(amount, amountPlace(referral.id)) : null,
    undisputedFactsSealed: undisputedFacts
      ? crypto.seal(undisputedFacts, `referral.undisputed_facts:${referral.id}`)
      : null,
    mediatorId: referral.mediatorId ?? null,
    sentAt: referral.sentAt ?? null,
    receivedAt: referral.receivedAt ?? null,
    acceptedAt: referral.acceptedAt ?? null,
    startedAt: referral.startedAt ?? null,
    completedAt: referral.completedAt ?? null,
    endedAt: referral.endedAt ?? null,
  };
}

/** Before every clock's now: due, whichever clock asks. */
export const AT_ONCE = new Date(0);

export function toEffect(row: EffectRow, crypto: CryptoProvider): Effect {
  return {
    id: row.id,
    referralId: row.referralId,
    agencyCode: row.agencyCode as AgencyCode,
    kind: row.kind as EffectKind,
    position: row.position,
    status: row.status as EffectStatus,
    attempts: row.attempts,
    unclear: row.unclear,
    nextAttemptAt: row.nextAttemptAt.getTime() > AT_ONCE.getTime() ? row.nextAttemptAt : undefined,
    lastFault: row.lastFault ?? undefined,
    countedAttempts: row.countedAttempts,
    firstAttemptAt: row.firstAttemptAt ?? undefined,
    lastFailedAt: row.lastFailedAt ?? undefined,
    stopReason: (row.stopReason as StopReason | null) ?? undefined,
    note: row.noteSealed ? crypto.openText(row.noteSealed, `effect.note:${row.id}`) : undefined,
    createdAt: row.createdAt,
  };
}

export function effectRow(effect: Effect, crypto: CryptoProvider): Prisma.EffectUncheckedCreateInput {
  const { note, lastFault, nextAttemptAt, countedAttempts, firstAttemptAt, lastFailedAt, stopReason, ...columns } =
    effect;
  return {
    ...columns,
    nextAttemptAt: nextAttemptAt ?? AT_ONCE,
    lastFault: lastFault ?? null,
    countedAttempts: countedAttempts ?? 0,
    firstAttemptAt: firstAttemptAt ?? null,
    lastFailedAt: lastFailedAt ?? null,
    stopReason: stopReason ?? null,
    traceParent: currentTraceparent() ?? null,
    noteSealed: note ? crypto.seal(note, `effect.note:${effect.id}`) : null,
  };
}

export function toDeadline(row: DeadlineRow, crypto: CryptoProvider): Deadline {
  const computation = row.computation as unknown as Omit<DeadlineComputation, 'dueAt'>;
  return {
    id: row.id,
    caseId: row.caseId,
    referralId: row.referralId ?? undefined,
    rule: row.ruleFrozen as unknown as ClockRule,
    status: row.status as DeadlineStatus,
    startedOn: toLocalDate(row.startedOn),
    pausedOn: row.pausedOn ? toLocalDate(row.pausedOn) : undefined,
    pausedFor: row.pausedFor as PauseReason[],
    pauses: row.pauses as unknown as readonly Pause[],
    extension: row.extensionSealed
      ? (JSON.parse(crypto.openText(row.extensionSealed, `deadline.extension:${row.id}`)) as GrantedExtension)
      : undefined,
    computation: { ...computation, dueAt: row.dueAt },
    endedAt: row.endedAt ?? undefined,
  };
}

export function deadlineRow(deadline: Deadline, crypto: CryptoProvider): Prisma.DeadlineUncheckedCreateInput {
  const { dueAt, ...computation } = deadline.computation;
  return {
    id: deadline.id,
    caseId: deadline.caseId,
    referralId: deadline.referralId ?? null,
    rule: deadline.rule.key,
    ruleFrozen: deadline.rule as unknown as Prisma.InputJsonObject,
    status: deadline.status,
    startedOn: fromLocalDate(deadline.startedOn),
    dueOn: fromLocalDate(computation.dueOn),
    dueAt,
    provisional: computation.provisional,
    computation: computation as unknown as Prisma.InputJsonObject,
    pausedOn: deadline.pausedOn ? fromLocalDate(deadline.pausedOn) : null,
    pausedFor: [...deadline.pausedFor],
    pauses: deadline.pauses as unknown as Prisma.InputJsonArray,
    extensionSealed: deadline.extension
      ? crypto.seal(JSON.stringify(deadline.extension), `deadline.extension:${deadline.id}`)
      : null,
    endedAt: deadline.endedAt ?? null,
  };
}

export function toCaseEvent(row: CaseEventRow, crypto: CryptoProvider): CaseEvent {
  return {
    id: row.id,
    caseId: row.caseId,
    sequence: row.sequence,
    referralId: row.referralId ?? undefined,
    type: row.type,
    fromStatus: row.fromStatus ?? undefined,
    toStatus: row.toStatus ?? undefined,
    actor: row.actor,
    data: row.data as CaseEvent['data'],
    note: row.noteSealed ? crypto.openText(row.noteSealed, `case_event.note:${row.id}`) : undefined,
    at: row.at,
  };
}

export function caseEventRow(event: CaseEvent, crypto: CryptoProvider): Prisma.CaseEventCreateManyInput {
  const { note, referralId, fromStatus, toStatus, ...columns } = event;
  return {
    ...columns,
    referralId: referralId ?? null,
    fromStatus: fromStatus ?? null,
    toStatus: toStatus ?? null,
    data: event.data,
    noteSealed: note ? crypto.seal(note, `case_event.note:${event.id}`) : null,
  };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
