import { NotAdmittedError, type RefusalReason } from '#app/identity/admission.ts';
import { createCredentialCache } from '#app/identity/credential-cache.ts';
import type { Viewer } from '#domain/access/viewer.ts';
import type { PartnerKeyStore, PresentedKey } from '#domain/partners/partner-key-stores.ts';
import { PARTNER_KEY_KINDS, prefixOf, worksHere } from '#domain/partners/partner-key.ts';
import { isCheckedSecret } from '#platform/crypto/checked-secret.ts';

export interface PartnerKeyDoor {
  readonly store: Pick<PartnerKeyStore, 'findBySecret' | 'markUsed'>;
  readonly production: boolean;
  /** That a use could not be written down keeps nobody out. */
  readonly onFault?: (error: unknown) => void;
  readonly now?: () => number;
}

/** A revocation that no notification announced is noticed after this at the latest. */
const CACHED_MS = 5_000;

/**
 * Secret → viewer. `forget` makes the next request of every key ask the table again. What is no key by its checksum is
 * refused without a query. Throws NotAdmittedError.
 */
export function createKeyCheck({ store, production, onFault, now = Date.now }: PartnerKeyDoor): {
  check(secret: string): Promise<Viewer>;
  forget(): void;
} {
  const cache = createCredentialCache(CACHED_MS, now);
  let revision = 0;

  async function find(secret: string): Promise<PresentedKey> {
    try {
      const found = await store.findBySecret(secret);
      if (found) return found;
    } catch (error) {
      throw new NotAdmittedError('KEY', 'STORE_UNAVAILABLE', { cause: error });
    }
    throw new NotAdmittedError('KEY', 'UNKNOWN');
  }

  return {
    async check(secret) {
      const kind = PARTNER_KEY_KINDS.find((candidate) => isCheckedSecret(secret, prefixOf(candidate)));
      if (!kind) throw new NotAdmittedError('KEY', 'MISTYPED');
      if (!worksHere(kind, production)) throw new NotAdmittedError('KEY', 'WRONG_MODE');
      const known = cache.find(secret);
      if (known) return known;
      const asked = revision;
      const key = await find(secret);
      const refused = refusalOf(key, production);
      if (refused) throw new NotAdmittedError('KEY', refused);
      const viewer = viewerOf(key);
      // What was read before somebody revoked is not kept after it.
      if (asked === revision) cache.keep(secret, viewer, now() + key.remainingMs);
      if (key.markDue) store.markUsed(key.secretId).catch((error: unknown) => onFault?.(error));
      return viewer;
    },
    forget() {
      revision += 1;
      cache.clear();
    },
  };
}

function refusalOf(key: PresentedKey, production: boolean): RefusalReason | undefined {
  if (key.revoked) return 'REVOKED';
  if (key.remainingMs <= 0) return 'EXPIRED';
  return worksHere(key.kind, production) ? undefined : 'WRONG_MODE';
}

/** The key is the actor of what it does: it can be told apart from its holder, who signs in with a token. */
function viewerOf({ id, name, agencyCode, roles, scopes, divisionCode }: PresentedKey): Viewer {
  return {
    subject: `partner-key:${id}`,
    role: agencyCode ? 'AGENCY' : 'PARTNER',
    name,
    divisionCode,
    actsFor: agencyCode && { agencyCode, roles },
    partnerKey: { id, scopes },
  };
}
