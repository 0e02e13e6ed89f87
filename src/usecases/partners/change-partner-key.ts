import { partnerScopeOf } from '#domain/access/partner-scope.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import { refuse } from '#domain/errors.ts';
import {
  LONGEST_GRACE_HOURS,
  type PartnerKey,
  type PartnerKeyRevocation,
  prefixOf,
  worksHere,
} from '#domain/partners/partner-key.ts';
import type { Stores } from '#domain/stores.ts';
import { once, type OnceResult } from '#usecases/once.ts';
import type { KeyWithSecret } from '#usecases/partners/create-partner-key.ts';
import type { UsecaseDependencies } from '#usecases/ports.ts';

// What is done to a key that is there. Both are idempotent by their key and throw RequestRefusedError.

export interface RotatePartnerKeyInput {
  readonly idempotencyKey: string;
  readonly keyId: string;
  /** How long the secret of before goes on beside the new one; 0 where it is known to others. */
  readonly graceHours: number;
}

export interface RevokePartnerKeyInput {
  readonly idempotencyKey: string;
  readonly keyId: string;
  readonly reason: PartnerKeyRevocation;
}

/** A new secret and a new life for the same key: whoever watches it sees one partner, not two. */
export async function rotatePartnerKey(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: RotatePartnerKeyInput,
): Promise<OnceResult<KeyWithSecret>> {
  const { keyId, graceHours } = input;
  if (graceHours < 0 || graceHours > LONGEST_GRACE_HOURS) refuse('CHOICE_INVALID', ['graceHours']);
  const { kind } = await requireKey(deps.stores, viewer, keyId);
  if (!worksHere(kind, deps.production)) refuse('PARTNER_KEY_KIND_REFUSED', ['keyId']);
  const secret = deps.newSecret(prefixOf(kind));
  const done = await once(deps, { viewer, operation: 'rotatePartnerKey', idempotencyKey, input }, async (tx) => {
    await requireActiveKey(tx, viewer, keyId);
    await tx.partnerKeys.rotate(keyId, { id: deps.ids.next(), secret, by: viewer.subject }, graceHours);
    return { keyId };
  });
  return done.replayed ? done : { ...done, result: { ...done.result, secret } };
}

/** Ends the key at once, in every process within seconds. An expired one may be revoked as well, for the record. */
export function revokePartnerKey(
  deps: UsecaseDependencies,
  viewer: Viewer,
  { idempotencyKey, ...input }: RevokePartnerKeyInput,
): Promise<OnceResult<{ readonly keyId: string }>> {
  const { keyId, reason } = input;
  return once(deps, { viewer, operation: 'revokePartnerKey', idempotencyKey, input }, async (tx) => {
    const { state } = await requireKey(tx, viewer, keyId);
    if (state === 'REVOKED') refuse('TRANSITION_REFUSED', ['keyId'], { currentStatus: state });
    await tx.partnerKeys.revoke(keyId, reason, viewer.subject);
    return { keyId };
  });
}

/** Another agency's key and one that never was look the same. */
async function requireKey(stores: Stores, viewer: Viewer, id: string): Promise<PartnerKey> {
  return (await stores.partnerKeys.find(partnerScopeOf(viewer), id)) ?? refuse('NOT_FOUND', ['keyId']);
}

async function requireActiveKey(stores: Stores, viewer: Viewer, id: string): Promise<PartnerKey> {
  const key = await requireKey(stores, viewer, id);
  if (key.state !== 'ACTIVE') refuse('TRANSITION_REFUSED', ['keyId'], { currentStatus: key.state });
  return key;
}
