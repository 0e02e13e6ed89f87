import type { AgencyConnector } from '#domain/agencies/agency-connector.ts';
import { dueDays, FURTHEST_DAYS, nightOf } from '#domain/reconciliation/due-days.ts';
import { addDays } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Whether an agency can say what it holds at all. */
export function canBeReconciled({ readLedger, readLedgerTotals }: AgencyConnector): boolean {
  return readLedger !== undefined || readLedgerTotals !== undefined;
}

/**
 * Plans what is due since the last night began, by the injected clock. Asked every minute rather than once at half past
 * two, so that a machine that slept or was off catches up; what is planned already is not planned twice, whoever asks.
 */
export async function planReconciliations(deps: UsecaseDependencies): Promise<number> {
  const { reconciliations, reconciliationItems } = deps.stores;
  const now = deps.clock.now();
  const night = nightOf(now);
  let planned = 0;
  for (const connector of deps.connectors.values()) {
    if (!canBeReconciled(connector)) continue;
    const agencyCode = connector.code;
    const last = await reconciliations.lastPlanned(agencyCode);
    if (last.night !== undefined && last.night >= night) continue;
    const open = await reconciliationItems.openDays(agencyCode, addDays(night, -FURTHEST_DAYS));
    planned += await reconciliations.plan(
      dueDays(night, last.day, open).map((day) => ({
        id: deps.ids.next(),
        agencyCode,
        day,
        night,
        requestedBy: 'timetable',
        requestedAt: now,
      })),
    );
  }
  return planned;
}
