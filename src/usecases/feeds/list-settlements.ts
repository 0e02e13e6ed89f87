import { rowScopeOf } from '#domain/access/row-scope.ts';
import { disclosedSettlement } from '#domain/access/settlement-policy.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { MedicalSettlement } from '#domain/feeds/medical-settlement.ts';
import type { SettlementListFilter } from '#domain/feeds/pushed-stores.ts';
import type { Page, PageRequest } from '#domain/page.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

/** Settlements as far as the viewer may know of them, newest first. */
export async function listSettlements(
  deps: UsecaseDependencies,
  viewer: Viewer,
  filter: SettlementListFilter,
  page: PageRequest,
): Promise<Page<MedicalSettlement>> {
  const found = await deps.stores.settlements.list(rowScopeOf(viewer), filter, page);
  return { ...found, items: found.items.map((settlement) => disclosedSettlement(settlement, viewer)) };
}
