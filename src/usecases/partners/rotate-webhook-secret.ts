import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import { LONGEST_OVERLAP_HOURS } from '#domain/partners/webhook-endpoint.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { WithSecret } from '#usecases/partners/create-webhook-endpoint.ts';
import { requireEndpoint } from '#usecases/partners/partner-access.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

export interface RotateWebhookSecretInput {
  readonly idempotencyKey: string;
  readonly endpointId: string;
  /** How long the secret of before goes on signing beside the new one; 0 where it is known to others. */
  readonly overlapHours: number;
}

/** A new secret; at most two are live. Idempotent by its key; throws RequestRefusedError. */
export async function rotateWebhookSecret(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: RotateWebhookSecretInput,
): Promise<OnceResult<WithSecret>> {
  const { endpointId, overlapHours } = input;
  if (overlapHours < 0 || overlapHours > LONGEST_OVERLAP_HOURS) refuse('CHOICE_INVALID', ['overlapHours']);
  await requireEndpoint(deps.stores, viewer, endpointId);
  const secret = deps.webhooks.newSecret();
  const done = await once(deps, { viewer, operation: 'rotateWebhookSecret', idempotencyKey, input }, async (tx) => {
    await requireEndpoint(tx, viewer, endpointId);
    await tx.webhooks.addSecret(endpointId, deps.ids.next(), secret, overlapHours);
    return { endpointId };
  });
  return done.replayed ? done : { ...done, result: { ...done.result, secret } };
}
