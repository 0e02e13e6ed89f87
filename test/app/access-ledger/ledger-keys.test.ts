import { describe, expect, it } from 'vitest';
import { createLedgerKeys } from '#app/access-ledger/ledger-keys.ts';
import { parseSecrets } from '#app/secrets.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const file = { sealing: { active: 'k', keys: { k: key(1) } }, indexKey: key(2) };

function keysOf(ledger?: object) {
  return createLedgerKeys(parseSecrets(JSON.stringify({ ...file, ...(ledger && { ledger }) })).ledger);
}

const hashed = (keys: ReturnType<typeof keysOf>, id: string) => keys.hashWith(id)?.(new Uint8Array(32), 'text');

describe('the keys of the access ledger', () => {
  it('follow from a secret file of before the ledger, always the same, and are none of its keys', () => {
    const [one, other] = [keysOf(), keysOf()];

    expect(one.activeId).toBe('derived');
    expect(hashed(one, 'derived')).toEqual(hashed(other, 'derived'));
    const indexKey = createLedgerKeys({ active: 'i', keys: new Map([['i', new Uint8Array(32).fill(2)]]) });
    expect(hashed(one, 'derived')).not.toEqual(hashed(indexKey, 'i'));
  });

  it('read what was hashed with the derived key once the file names keys of its own', () => {
    const named = keysOf({ active: '2026a', keys: { '2026a': key(3) } });

    expect(named.activeId).toBe('2026a');
    expect(hashed(named, 'derived')).toEqual(hashed(keysOf(), 'derived'));
    expect(hashed(named, '2026a')).not.toEqual(hashed(named, 'derived'));
    expect(hashed(named, 'lost')).toBeUndefined();
  });

  it.each<[string, object | undefined, string]>([
    ['without a signing key by HMAC', undefined, 'HMAC-SHA-256'],
    ['with one by Ed25519', { active: 'a', keys: { a: key(3) }, anchorSigningKey: key(9) }, 'Ed25519'],
  ])('sign anchors %s', (_how, ledger, algorithm) => {
    const keys = keysOf(ledger);

    const signed = keys.sign('anchor');

    expect(signed.algorithm).toBe(algorithm);
    expect(keys.isGenuine('anchor', signed)).toBe(true);
    expect(keys.isGenuine('another', signed)).toBe(false);
    expect(keys.isGenuine('anchor', { ...signed, signature: signed.signature.subarray(1) })).toBe(false);
  });

  it('believe anchors of before a rotation, and none signed with a key that is not here', () => {
    const before = keysOf({ active: 'a', keys: { a: key(3) } });
    const after = keysOf({ active: 'b', keys: { a: key(3), b: key(4) }, anchorSigningKey: key(9) });

    expect(after.isGenuine('anchor', before.sign('anchor'))).toBe(true);
    expect(before.isGenuine('anchor', after.sign('anchor'))).toBe(false);
    expect(before.isGenuine('anchor', keysOf({ active: 'b', keys: { b: key(4) } }).sign('anchor'))).toBe(false);
  });
});
