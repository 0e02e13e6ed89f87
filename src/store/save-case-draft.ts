import type { CaseDraft } from '#domain/cases/case-draft.ts';
import type { Case, Consent } from '#domain/cases/case.ts';
import { partnerEventsOf } from '#domain/partners/partner-events-of.ts';
import type { Effect } from '#domain/referrals/referral.ts';
import type { CryptoProvider } from '#platform/crypto/crypto-provider.ts';
import {
  AT_ONCE,
  caseEventRow,
  changedCaseColumns,
  deadlineRow,
  effectRow,
  newCaseRow,
  referralRow,
} from '#store/case-rows.ts';
import type { Connection } from '#store/database.ts';
import { partnerEventRow } from '#store/partner-event-store.ts';
import { StaleRowError } from '#store/stale-row-error.ts';
import { change, insertion, type Notice, type Write, writeTogether } from '#store/write-together.ts';

type Parts = Pick<CaseDraft, 'referrals' | 'effects' | 'deadlines'>;

const NOTHING: Parts = { referrals: [], effects: [], deadlines: [] };

/** A new case with everything of it. */
export async function insertCase(
  db: Connection,
  draft: CaseDraft,
  consents: readonly Consent[],
  crypto: CryptoProvider,
): Promise<void> {
  const { writes, notices } = partsOf(NOTHING, draft, crypto);
  const consentRows = consents.map((consent) => ({ ...consent, expiresOn: consent.expiresOn ?? null }));
  await writeTogether(
    db,
    [insertion('case', [newCaseRow(draft.case, crypto)]), insertion('consent', consentRows), ...writes],
    notices,
  );
}

/**
 * Writes what a draft has replaced or added since `before`; untouched entries are the same objects and cost nothing.
 * Throws StaleRowError when somebody else has written the case or one of its referrals meanwhile.
 */
export async function saveCaseDraft(
  db: Connection,
  before: Parts & { readonly case: Case },
  draft: CaseDraft,
  crypto: CryptoProvider,
): Promise<void> {
  const { id } = draft.case;
  const columns = draft.case === before.case ? {} : changedCaseColumns(draft.case, crypto);
  const written = change('case', [{ id, version: before.case.version, ...columns }]);
  const { writes, notices, referrals } = partsOf(before, draft, crypto);
  const [cases, changed] = await writeTogether(db, [written, referrals, ...writes], notices);
  if (cases !== 1) throw new StaleRowError('case', id);
  if (changed !== referrals.rows.length) throw new StaleRowError('referral', `of case ${id}`);
}

interface PartWrites {
  /** Of referrals that were there. */
  readonly referrals: Write;
  readonly writes: readonly Write[];
  readonly notices: readonly Notice[];
}

function partsOf(before: Parts, draft: CaseDraft, crypto: CryptoProvider): PartWrites {
  const referrals = compare(before.referrals, draft.referrals);
  const effects = compare(before.effects, draft.effects);
  const deadlines = compare(before.deadlines, draft.deadlines);
  const partnerEvents = partnerEventsOf(draft);
  // A later effect of the same referral may have been waiting for one that has changed.
  const due = effects.added.length + effects.changed.length + partnerEvents.length > 0;
  return {
    referrals: change(
      'referral',
      referrals.changed.map(({ now, old }) => ({ ...referralRow(now, crypto), version: old.version })),
    ),
    writes: [
      insertion(
        'referral',
        referrals.added.map((referral) => referralRow(referral, crypto)),
      ),
      insertion(
        'effect',
        effects.added.map((effect) => effectRow(effect, crypto)),
      ),
      change(
        'effect',
        effects.changed.map(({ now }) => changedEffectColumns(now)),
        // By the clock that leases and offers go by.
        { finished_at: `CASE WHEN n.status = 'PENDING' THEN NULL ELSE now() END` },
      ),
      insertion(
        'deadline',
        deadlines.added.map((deadline) => deadlineRow(deadline, crypto)),
      ),
      change(
        'deadline',
        deadlines.changed.map(({ now }) => deadlineRow(now, crypto)),
      ),
      insertion(
        'case_event',
        draft.events.map((event) => caseEventRow(event, crypto)),
      ),
      // In the order of the case's events: the table numbers them as they come.
      insertion('partner_event', partnerEvents.map(partnerEventRow)),
    ],
    notices: [{ channel: 'changes', payload: draft.case.id }, ...(due ? [{ channel: 'outbox' } as const] : [])],
  };
}

function changedEffectColumns(effect: Effect) {
  return {
    id: effect.id,
    status: effect.status,
    unclear: effect.unclear,
    nextAttemptAt: effect.nextAttemptAt ?? AT_ONCE,
    lastFault: effect.lastFault ?? null,
    countedAttempts: effect.countedAttempts ?? 0,
    firstAttemptAt: effect.firstAttemptAt ?? null,
    lastFailedAt: effect.lastFailedAt ?? null,
    stopReason: effect.stopReason ?? null,
    offeredAt: null,
    leaseUntil: null,
  };
}

interface Compared<Part> {
  readonly added: readonly Part[];
  readonly changed: readonly { readonly now: Part; readonly old: Part }[];
}

function compare<Part extends { readonly id: string }>(
  before: readonly Part[],
  after: readonly Part[],
): Compared<Part> {
  const known = new Map(before.map((part) => [part.id, part]));
  return {
    added: after.filter(({ id }) => !known.has(id)),
    changed: after.flatMap((now) => {
      const old = known.get(now.id);
      return old && old !== now ? [{ now, old }] : [];
    }),
  };
}
