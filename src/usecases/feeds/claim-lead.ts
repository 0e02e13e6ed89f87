import { rowScopeOf } from '#domain/access/row-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface ClaimLeadInput {
  readonly idempotencyKey: string;
  readonly leadId: string;
}

/** A window takes up a pushed household, so that two windows do not call the same family. Idempotent by its key. */
export function claimLead(
  deps: UsecaseDependencies,
  viewer: Viewer,
  input: ClaimLeadInput,
): Promise<OnceResult<{ leadId: string }>> {
  const { idempotencyKey, ...rest } = input;
  return once(deps, { viewer, operation: 'claimLead', idempotencyKey, input: rest }, async (tx) => {
    const lead = await tx.leads.take(rowScopeOf(viewer), input.leadId);
    if (!lead) refuse('NOT_FOUND', ['leadId']);
    if (lead.status !== 'OPEN') refuse('TRANSITION_REFUSED', ['leadId'], { currentStatus: lead.status });
    await tx.leads.setStatus(lead.id, 'CLAIMED', viewer.subject, deps.clock.now());
    return { leadId: lead.id };
  });
}
