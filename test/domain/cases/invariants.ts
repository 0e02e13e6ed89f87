import type { CaseDraft } from '#domain/cases/case-draft.ts';
import { isCaseOver } from '#domain/cases/case-transitions.ts';
import type { CaseStatus } from '#domain/cases/case.ts';
import { describeEvent } from '#domain/cases/describe-event.ts';
import { isReferralOver } from '#domain/referrals/referral-transitions.ts';
import type { ReferralStatus } from '#domain/referrals/referral.ts';

/** What is wrong with a draft, in words; nothing when all that must always be true is true. */
export function broken(draft: CaseDraft): readonly string[] {
  return [
    ...replayedWrongly(draft),
    ...wrongSequence(draft),
    ...waitingForEver(draft),
    ...twiceOpen(draft),
    ...strayClocks(draft),
    ...causelessClocks(draft),
    ...strayEffects(draft),
    ...wordless(draft),
  ];
}

/** Status is a stored column; replaying the events has to arrive at it. */
function replayedWrongly(draft: CaseDraft): string[] {
  const faults: string[] = [];
  const reached = new Map<string, string | undefined>();
  for (const { referralId, fromStatus, toStatus, sequence } of draft.events) {
    if (toStatus === undefined) continue;
    const subject = referralId ?? draft.case.id;
    if (reached.get(subject) !== fromStatus)
      faults.push(`event ${sequence} starts from ${fromStatus}, not ${reached.get(subject)}`);
    reached.set(subject, toStatus);
  }
  for (const { id, status } of [draft.case, ...draft.referrals]) {
    if (reached.get(id) !== status) faults.push(`${id} is ${status}, its events say ${reached.get(id)}`);
  }
  return faults;
}

function wrongSequence(draft: CaseDraft): string[] {
  const numbers = draft.events.map(({ sequence }) => sequence);
  const whole = numbers.every((number, index) => number === index + 1) && draft.nextSequence === numbers.length + 1;
  return whole ? [] : [`sequence ${numbers.join(' ')}, next ${draft.nextSequence}`];
}

/** Closed, in progress with a clock, or on a list that a person looks at. */
function waitingForEver(draft: CaseDraft): string[] {
  const { status, attentionReason } = draft.case;
  if ((status === 'NEEDS_ATTENTION') !== (attentionReason !== undefined))
    return [`${status} because of ${attentionReason}`];
  if (isCaseOver(status) || status === 'NEEDS_ATTENTION') return [];
  // What only informs moves nothing and so watches nobody.
  const running = draft.deadlines.filter(
    ({ status: clock, rule }) => clock === 'RUNNING' && rule.consequence.kind !== 'INFORM',
  );
  if (status === 'AWAITING_RATING')
    return running.some(({ referralId }) => !referralId) ? [] : ['awaits a rating for ever'];
  const open = draft.referrals.filter((referral) => !isReferralOver(referral.status));
  if (open.length === 0) return ['in progress, and nothing is open'];
  return open
    .filter((referral) => !running.some(({ referralId }) => referralId === referral.id))
    .map((referral) => `${referral.id} (${referral.stepKey}, ${referral.status}) waits without a clock`);
}

function twiceOpen(draft: CaseDraft): string[] {
  const open = draft.referrals.filter((referral) => !isReferralOver(referral.status)).map(({ stepKey }) => stepKey);
  return open.length === new Set(open).size ? [] : [`open at once: ${open.join(' ')}`];
}

function strayClocks(draft: CaseDraft): string[] {
  return draft.deadlines
    .filter((clock) => clock.status === 'RUNNING' || clock.status === 'PAUSED')
    .filter((clock) => {
      const referral = draft.referrals.find(({ id }) => id === clock.referralId);
      return referral ? isReferralOver(referral.status) : draft.case.status !== 'AWAITING_RATING';
    })
    .map(
      (clock) => `${clock.rule.key} of ${clock.referralId ?? 'the case'} is ${clock.status} and has nothing to watch`,
    );
}

/** A clock stands still while there is a reason, and for no longer. */
function causelessClocks(draft: CaseDraft): string[] {
  return draft.deadlines
    .filter(({ status, pausedFor, pausedOn }) => {
      const still = status === 'PAUSED';
      return still !== pausedFor.length > 0 || still !== (pausedOn !== undefined);
    })
    .map(({ rule, status, pausedFor }) => `${rule.key} is ${status} because of [${pausedFor.join(' ')}]`);
}

function strayEffects(draft: CaseDraft): string[] {
  return draft.referrals.flatMap((referral) => {
    if (!isReferralOver(referral.status)) return [];
    const effects = draft.effects.filter(({ referralId }) => referralId === referral.id);
    const tried = effects.filter(
      ({ kind, status, attempts }) =>
        kind !== 'RECALL' &&
        (status === 'STOPPED' || status === 'IN_DOUBT' || (status === 'PENDING' && attempts === 0)),
    );
    const recall = effects.find(({ kind }) => kind === 'RECALL');
    const arrived = effects.some(({ kind, status }) => kind === 'DISPATCH' && status === 'DELIVERED');
    const forgotten = referral.status === 'RECALLED' && arrived && (!recall || recall.status === 'CANCELLED');
    return [
      ...tried.map(({ kind, status }) => `${kind} ${status} of ${referral.id}, which is ${referral.status}`),
      ...(forgotten ? [`${referral.id} was recalled and its agency never hears of it`] : []),
    ];
  });
}

function wordless(draft: CaseDraft): string[] {
  return draft.events.flatMap((event) => {
    const { zh, en } = describeEvent(event, { item: draft.item });
    return zh === event.type || en === event.type || /undefined/.test(zh + en)
      ? [`no words for ${event.type}: ${zh} / ${en}`]
      : [];
  });
}

export type Statuses = ReadonlyMap<string, CaseStatus | ReferralStatus>;

export function statusesOf(draft: CaseDraft): Statuses {
  return new Map([draft.case, ...draft.referrals].map(({ id, status }) => [id, status]));
}

/** What was over and is something else now. */
export function revived(before: Statuses, draft: CaseDraft): readonly string[] {
  return [draft.case, ...draft.referrals].flatMap(({ id, status }) => {
    const was = before.get(id);
    if (was === undefined || was === status) return [];
    const over = id === draft.case.id ? isCaseOver(was as CaseStatus) : isReferralOver(was as ReferralStatus);
    return over ? [`${id} was ${was} and is ${status}`] : [];
  });
}
