import type { CaseDraft } from '#domain/cases/case-draft.ts';
import { partnerEventsOf } from '#domain/partners/partner-events-of.ts';
import type { Effect } from '#domain/referrals/referral.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import { AT_ONCE, caseEventRow, deadlineRow, effectRow, referralRow } from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { insertPartnerEvents } from '#store/partner-event-store.ts';
import { StaleRowError } from '#store/stale-row-error.ts';
import { wakeUp } from '#store/wake-up.ts';

type Parts = Pick<CaseDraft, 'referrals' | 'effects' | 'deadlines'>;

const NOTHING: Parts = { referrals: [], effects: [], deadlines: [] };

/** Everything of a new case but the case row itself. */
export async function insertCaseParts(db: Connection, draft: CaseDraft, crypto: CryptoProvider): Promise<void> {
  await saveCaseDraft(db, NOTHING, draft, crypto);
}

/** Writes what a draft has replaced or added since `before`; untouched entries are the same objects and cost nothing. */
export async function saveCaseDraft(
  db: Connection,
  before: Parts,
  draft: CaseDraft,
  crypto: CryptoProvider,
): Promise<void> {
  await saveReferrals(db, before, draft, crypto);
  await saveEffects(db, before.effects, draft.effects, crypto);
  await saveDeadlines(db, before, draft, crypto);
  if (draft.events.length > 0) {
    await db.caseEvent.createMany({ data: draft.events.map((event) => caseEventRow(event, crypto)) });
    await insertPartnerEvents(db, partnerEventsOf(draft));
  }
}

async function saveReferrals(db: Connection, before: Parts, draft: CaseDraft, crypto: CryptoProvider): Promise<void> {
  const known = new Map(before.referrals.map((referral) => [referral.id, referral]));
  const added = draft.referrals.filter((referral) => !known.has(referral.id));
  if (added.length > 0) await db.referral.createMany({ data: added.map((referral) => referralRow(referral, crypto)) });
  for (const referral of draft.referrals) {
    const old = known.get(referral.id);
    if (!old || old === referral) continue;
    const { id, version: _version, ...columns } = referralRow(referral, crypto);
    const { count } = await db.referral.updateMany({
      where: { id, version: old.version },
      data: { ...columns, version: { increment: 1 } },
    });
    if (count !== 1) throw new StaleRowError('referral', referral.id);
  }
}

async function saveEffects(
  db: Connection,
  before: readonly Effect[],
  after: readonly Effect[],
  crypto: CryptoProvider,
): Promise<void> {
  const known = new Map(before.map((effect) => [effect.id, effect]));
  const added = after.filter((effect) => !known.has(effect.id));
  if (added.length > 0) await db.effect.createMany({ data: added.map((effect) => effectRow(effect, crypto)) });
  let woken = added.length > 0;
  for (const effect of after) {
    const old = known.get(effect.id);
    if (!old || old === effect) continue;
    await db.effect.update({
      where: { id: effect.id },
      data: {
        status: effect.status,
        unclear: effect.unclear,
        nextAttemptAt: effect.nextAttemptAt ?? AT_ONCE,
        lastFault: effect.lastFault ?? null,
        countedAttempts: effect.countedAttempts ?? 0,
        firstAttemptAt: effect.firstAttemptAt ?? null,
        lastFailedAt: effect.lastFailedAt ?? null,
        stopReason: effect.stopReason ?? null,
        finishedAt: effect.status === 'PENDING' ? null : new Date(),
        offeredAt: null,
        leaseUntil: null,
      },
    });
    // A later effect of the same referral may have been waiting for this one.
    woken = true;
  }
  if (woken) await wakeUp(db, 'outbox');
}

async function saveDeadlines(db: Connection, before: Parts, draft: CaseDraft, crypto: CryptoProvider): Promise<void> {
  const known = new Map(before.deadlines.map((deadline) => [deadline.id, deadline]));
  const added = draft.deadlines.filter((deadline) => !known.has(deadline.id));
  if (added.length > 0) await db.deadline.createMany({ data: added.map((deadline) => deadlineRow(deadline, crypto)) });
  for (const deadline of draft.deadlines) {
    const old = known.get(deadline.id);
    if (!old || old === deadline) continue;
    const { id, ...columns } = deadlineRow(deadline, crypto);
    await db.deadline.update({ where: { id: deadline.id }, data: columns });
  }
}
