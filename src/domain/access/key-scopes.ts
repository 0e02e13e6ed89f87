/** What a partner key may be given: coarse, by what the graph is used for. */
export const PARTNER_KEY_SCOPES = [
  'CATALOGUE_READ',
  'CASES_READ',
  'REFERRALS_HANDLE',
  'EVENTS_READ',
  'WEBHOOKS_MANAGE',
] as const;
export type PartnerKeyScope = (typeof PARTNER_KEY_SCOPES)[number];

/**
 * Which scope of a key opens which root field, beside the role's own right to it. EVERY_KEY: asks for none; what `node`
 * finds asks for the scope of its own field. NO_KEY: for people alone: a key that could make keys would outlive its
 * revocation. A field that is not here is closed to every key; a test asks each field of agencies for its line.
 */
export const ROOT_FIELD_SCOPES: Readonly<Record<string, PartnerKeyScope | 'EVERY_KEY' | 'NO_KEY'>> = {
  node: 'EVERY_KEY',
  nodes: 'EVERY_KEY',
  viewer: 'EVERY_KEY',
  rateLimit: 'EVERY_KEY',
  serviceItems: 'CATALOGUE_READ',
  serviceItem: 'CATALOGUE_READ',
  hardshipPolicies: 'CATALOGUE_READ',
  calendar: 'CATALOGUE_READ',
  clockRules: 'CATALOGUE_READ',
  computeDeadline: 'CATALOGUE_READ',
  agencies: 'CATALOGUE_READ',
  agency: 'CATALOGUE_READ',
  mediationRooms: 'CATALOGUE_READ',
  person: 'CASES_READ',
  explainAccess: 'CASES_READ',
  case: 'CASES_READ',
  caseByAcceptanceNo: 'CASES_READ',
  cases: 'CASES_READ',
  caseChanged: 'CASES_READ',
  referral: 'CASES_READ',
  referrals: 'CASES_READ',
  receiveReferral: 'REFERRALS_HANDLE',
  acceptReferral: 'REFERRALS_HANDLE',
  startReferral: 'REFERRALS_HANDLE',
  requestSupplement: 'REFERRALS_HANDLE',
  returnReferral: 'REFERRALS_HANDLE',
  refuseReferral: 'REFERRALS_HANDLE',
  completeReferral: 'REFERRALS_HANDLE',
  extendDeadline: 'REFERRALS_HANDLE',
  pauseClocks: 'REFERRALS_HANDLE',
  resumeClocks: 'REFERRALS_HANDLE',
  suggestMediators: 'REFERRALS_HANDLE',
  reportStage: 'REFERRALS_HANDLE',
  assignMediator: 'REFERRALS_HANDLE',
  partnerEvents: 'EVENTS_READ',
  webhookEndpoints: 'WEBHOOKS_MANAGE',
  webhookEndpoint: 'WEBHOOKS_MANAGE',
  deliveries: 'WEBHOOKS_MANAGE',
  createWebhookEndpoint: 'WEBHOOKS_MANAGE',
  updateWebhookEndpoint: 'WEBHOOKS_MANAGE',
  rotateWebhookSecret: 'WEBHOOKS_MANAGE',
  pauseWebhookEndpoint: 'WEBHOOKS_MANAGE',
  resumeWebhookEndpoint: 'WEBHOOKS_MANAGE',
  deleteWebhookEndpoint: 'WEBHOOKS_MANAGE',
  testWebhookEndpoint: 'WEBHOOKS_MANAGE',
  resendDelivery: 'WEBHOOKS_MANAGE',
  resendFrom: 'WEBHOOKS_MANAGE',
  partnerKeys: 'NO_KEY',
  partnerKey: 'NO_KEY',
  createPartnerKey: 'NO_KEY',
  rotatePartnerKey: 'NO_KEY',
  revokePartnerKey: 'NO_KEY',
};

const SCOPES = new Map(Object.entries(ROOT_FIELD_SCOPES));

/** Whether a key with these scopes may use the field, as far as scopes go. */
export function scopesOpen(scopes: readonly PartnerKeyScope[], field: string): boolean {
  const asked = SCOPES.get(field);
  if (asked === undefined || asked === 'NO_KEY') return false;
  return asked === 'EVERY_KEY' || scopes.includes(asked);
}
