import type { Viewer, ViewerRole } from '#domain/access/viewer.ts';

const STAFF: readonly ViewerRole[] = ['WINDOW', 'MEDIATOR', 'TOWNSHIP', 'SUPERVISOR', 'WORKER', 'AGENCY'];
const ANYONE_KNOWN: readonly ViewerRole[] = [...STAFF, 'OPERATOR', 'AUDITOR'];
const HANDLERS: readonly ViewerRole[] = ['MEDIATOR', 'TOWNSHIP', 'SUPERVISOR', 'AGENCY'];

/**
 * Who may use which root field of the graph. A field that is not here is refused to everyone and stops the start-up.
 * The same roles stand in the SDL as `@access`, for readers; a test holds the two together.
 */
export const ROOT_FIELD_POLICY: Readonly<Record<string, readonly ViewerRole[]>> = {
  node: ANYONE_KNOWN,
  nodes: ANYONE_KNOWN,
  viewer: [...ANYONE_KNOWN, 'PARTNER'],
  person: STAFF,
  personByResidentId: ['WINDOW'],
  people: ['WINDOW', 'SUPERVISOR'],
  serviceItems: ANYONE_KNOWN,
  serviceItem: ANYONE_KNOWN,
  case: STAFF,
  caseByAcceptanceNo: STAFF,
  cases: STAFF,
  previewCase: ['WINDOW', 'WORKER'],
  openCase: ['WINDOW', 'WORKER'],
  withdrawCase: ['WINDOW', 'WORKER'],
  rateCase: ['WINDOW', 'WORKER'],
  caseChanged: STAFF,
  referral: STAFF,
  referrals: ['WINDOW', 'MEDIATOR', 'TOWNSHIP', 'SUPERVISOR', 'OPERATOR', 'AGENCY'],
  receiveReferral: HANDLERS,
  acceptReferral: HANDLERS,
  startReferral: HANDLERS,
  requestSupplement: HANDLERS,
  provideSupplement: ['WINDOW', 'WORKER'],
  returnReferral: HANDLERS,
  refuseReferral: HANDLERS,
  completeReferral: HANDLERS,
  recallReferral: ['WINDOW'],
  resendReferral: ['WINDOW'],
  resolveDoubt: ['WINDOW', 'OPERATOR'],
  agencies: ANYONE_KNOWN,
  agency: ANYONE_KNOWN,
  leads: ['WINDOW', 'SUPERVISOR'],
  feedImports: ['WINDOW', 'SUPERVISOR', 'OPERATOR'],
  claimLead: ['WINDOW'],
};

const POLICY = new Map(Object.entries(ROOT_FIELD_POLICY));

export function mayUseRootField(viewer: Viewer, field: string): boolean {
  return POLICY.get(field)?.includes(viewer.role) ?? false;
}
