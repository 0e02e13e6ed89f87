import { type RowScope, rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';

/** Who watches over deliveries: their figures, and what was stopped. */
export function mayWatchDelivery({ role }: Viewer): boolean {
  return role === 'OPERATOR' || role === 'SUPERVISOR';
}

/**
 * Whose dead letters a viewer sees. Those of confidential cases are among them: they show ids and faults alone, and what
 * nobody may see nobody would ever send again.
 */
export function deliveryScopeOf(viewer: Viewer): RowScope {
  const scope = rowScopeOf(viewer);
  if (!mayWatchDelivery(viewer) || scope.kind !== 'DIVISION') return { kind: 'NOTHING' };
  return { ...scope, confidential: 'ALL' };
}
