import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { AgencyCode } from '#domain/agencies/agency-code.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { ReconciliationItem } from '#domain/reconciliation/difference.ts';
import type { ItemFilter, ReconciliationFilter } from '#domain/reconciliation/reconciliation-stores.ts';
import type { Reconciliation } from '#domain/reconciliation/reconciliation.ts';
import { daysBetween, localDateOf } from '#domain/referrals/local-date.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

type Named<Filter> = Omit<Filter, 'agencyCode'> & { readonly agency?: string | undefined };

/** A difference with its age in days of Beijing; that of a resolved one stands still. */
export type AgedItem = ReconciliationItem & { readonly ageDays: number };

export function listReconciliations(
  { stores }: UsecaseDependencies,
  { agency, ...filter }: Named<ReconciliationFilter>,
  page: PageRequest,
): Promise<Page<Reconciliation>> {
  return stores.reconciliations.list({ ...filter, agencyCode: agency as AgencyCode | undefined }, page);
}

export async function listReconciliationItems(
  { stores, clock }: UsecaseDependencies,
  viewer: Viewer,
  { agency, ...filter }: Named<ItemFilter>,
  page: PageRequest,
): Promise<Page<AgedItem>> {
  const found = await stores.reconciliationItems.list(
    rowScopeOf(viewer),
    { ...filter, agencyCode: agency as AgencyCode | undefined },
    page,
  );
  return { ...found, items: found.items.map((item) => aged(item, clock.now())) };
}

export async function findReconciliationItem(
  { stores, clock }: UsecaseDependencies,
  viewer: Viewer,
  id: string,
): Promise<AgedItem | undefined> {
  const item = await stores.reconciliationItems.find(rowScopeOf(viewer), id);
  return item && aged(item, clock.now());
}

function aged(item: ReconciliationItem, now: Date): AgedItem {
  const until = item.resolvedAt ?? now;
  return { ...item, ageDays: Math.max(0, daysBetween(localDateOf(item.openedAt), localDateOf(until))) };
}
