import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import type { LedgerSecrets } from '#app/secrets.ts';
import type { LedgerKeys } from '#domain/access/ledger-stores.ts';

/** Before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const ED25519_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Hashes by HMAC-SHA-256; anchors are signed with Ed25519 where a key for that is given, else by HMAC with a key derived. */
export function createLedgerKeys({ active, keys, anchorSigningKey }: LedgerSecrets): LedgerKeys {
  const chainKeys = new Map([...keys].map(([id, bytes]) => [id, createSecretKey(bytes)]));
  const anchorKeys = new Map([...keys].map(([id, bytes]) => [id, createSecretKey(anchorKeyOf(bytes))]));
  const activeAnchorKey = anchorKeys.get(active);
  if (!activeAnchorKey) throw new RangeError(`the active key of the ledger ${active} is not among its keys`);
  const signingKey = anchorSigningKey && ed25519Key(anchorSigningKey);
  const publicKey = signingKey && createPublicKey(signingKey);

  return {
    activeId: active,
    hashWith(keyId) {
      const key = chainKeys.get(keyId);
      return key && ((previous, text) => createHmac('sha256', key).update(previous).update(text).digest());
    },
    sign(text) {
      if (signingKey) return { algorithm: 'Ed25519', signature: sign(null, Buffer.from(text), signingKey) };
      return { algorithm: 'HMAC-SHA-256', signature: macOf(activeAnchorKey, text) };
    },
    isGenuine(text, { algorithm, signature }) {
      switch (algorithm) {
        case 'Ed25519':
          return publicKey !== undefined && verify(null, Buffer.from(text), publicKey, signature);
        case 'HMAC-SHA-256':
          return [...anchorKeys.values()].some((key) => isMac(key, text, signature));
        default:
          // Whatever somebody wrote into the table.
          return false;
      }
    },
  };
}

function anchorKeyOf(key: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'onedoor access ledger anchor', 32));
}

function macOf(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function isMac(key: KeyObject, text: string, given: Uint8Array): boolean {
  const mac = macOf(key, text);
  return given.length === mac.length && timingSafeEqual(mac, given);
}

function ed25519Key(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([ED25519_PKCS8, seed]), format: 'der', type: 'pkcs8' });
}
