import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import type { PartnerEventType } from '#domain/partners/partner-event.ts';
import { MOST_ENDPOINTS } from '#domain/partners/webhook-endpoint.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import { requireAgency } from '#usecases/partners/partner-access.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface CreateWebhookEndpointInput {
  readonly idempotencyKey: string;
  readonly url: string;
  /** Empty: all. */
  readonly eventTypes: readonly PartnerEventType[];
  readonly agencyCode?: string | undefined;
}

/** The secret is there the first time only: it is kept sealed, and a repeated request does not open it. */
export interface WithSecret {
  readonly endpointId: string;
  readonly secret?: string | undefined;
}

/** Registers an address. Idempotent by its key; throws RequestRefusedError. */
export async function createWebhookEndpoint(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: CreateWebhookEndpointInput,
): Promise<OnceResult<WithSecret>> {
  const owner = await requireAgency(deps.stores, viewer, input.agencyCode);
  checkUrl(deps, input.url);
  const { next } = deps.ids;
  const secret = deps.webhooks.newSecret();
  const done = await once(deps, { viewer, operation: 'createWebhookEndpoint', idempotencyKey, input }, async (tx) => {
    if ((await tx.webhooks.countEndpoints(owner)) >= MOST_ENDPOINTS) refuse('WEBHOOK_ENDPOINTS_FULL');
    const { url, eventTypes } = input;
    const endpointId = next();
    const created = { id: endpointId, agencyCode: owner, url, eventTypes, createdBy: viewer.subject };
    await tx.webhooks.insertEndpoint({ ...created, secretId: next(), secret });
    return { endpointId };
  });
  return done.replayed ? done : { ...done, result: { ...done.result, secret } };
}

export function checkUrl({ webhooks }: UsecaseDependencies, url: string): void {
  if (webhooks.refusalOf(url) !== undefined) refuse('WEBHOOK_URL_REFUSED', ['url']);
}
