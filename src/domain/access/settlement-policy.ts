import { grantOf } from '#domain/access/field-policy.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { MedicalSettlement } from '#domain/feeds/medical-settlement.ts';

/**
 * What of a settlement a viewer may know. Its amounts say how ill somebody was: the window that handles the claim sees
 * them, and the worker concerned. The supervisor sees whose it is; the operator counts.
 */
export function disclosedSettlement(settlement: MedicalSettlement, viewer: Viewer): MedicalSettlement {
  const grant = grantOf(viewer.role, 'HEALTH');
  if (grant === 'RECORD') return settlement;
  if (grant === 'OWN' && viewer.personId !== undefined && viewer.personId === settlement.personId) return settlement;
  const withoutAmounts = { ...settlement, detail: undefined };
  return viewer.role === 'SUPERVISOR' ? withoutAmounts : { ...withoutAmounts, personId: undefined, caseId: undefined };
}
