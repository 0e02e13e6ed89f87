import { createCipheriv, createDecipheriv, createHash, createHmac, getCiphers, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sealedHeader } from '#platform/crypto/sealed-header.ts';
import { createSm4Cipher } from '#platform/crypto/sm4-cipher.ts';

const fromHex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const BLOCK = fromHex('0123456789abcdef fedcba9876543210');

/** Whether the algorithms that Node brings along are those of the standards. */
describe('the algorithms of Node', () => {
  it('encrypt with SM4 as GB/T 32907 prints it', () => {
    const cipher = createCipheriv('sm4-ecb', BLOCK, null).setAutoPadding(false);

    expect(cipher.update(BLOCK).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('encrypt the same block a million times as GB/T 32907 prints it', () => {
    const cipher = createCipheriv('sm4-ecb', BLOCK, null).setAutoPadding(false);
    let block: Buffer = BLOCK;

    for (let round = 0; round < 1_000_000; round += 1) block = cipher.update(block);

    expect(block.toString('hex')).toBe('595298c7c6fd271f0402f804c33d3f66');
  });

  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('hash with SM3 as GB/T 32905 prints it (%#)', (text, digest) => {
    expect(createHash('sm3').update(text).digest('hex')).toBe(digest);
  });

  it('have no SM4 that authenticates; when they do, sm4-cipher.ts can use it', () => {
    expect(getCiphers().filter((name) => /^sm4-(gcm|ccm)$/.test(name))).toEqual([]);
  });
});

describe('a value sealed with SM4', () => {
  const key = new Uint8Array(32).fill(3);
  const header = sealedHeader(3, '2611-test');
  const sealed = createSm4Cipher(key).seal('覃桂兰', header, 'person.name:1');
  const iv = sealed.subarray(header.length, header.length + 16);
  const mac = sealed.subarray(header.length + 16, header.length + 48);
  const body = sealed.subarray(header.length + 48);

  it('is SM4-CTR, by a key of its own', () => {
    const decipher = createDecipheriv('sm4-ctr', new Uint8Array(hkdfSync('sm3', key, '', 'onedoor SM4-CTR', 16)), iv);

    expect(decipher.update(body).toString()).toBe('覃桂兰');
  });

  it('carries an HMAC-SM3 of header, place, iv and ciphertext, by another', () => {
    const macKey = new Uint8Array(hkdfSync('sm3', key, '', 'onedoor HMAC-SM3', 32));
    const expected = createHmac('sm3', macKey)
      .update(Buffer.concat([header, Buffer.from('person.name:1'), Buffer.from([0xff]), iv, body]))
      .digest();

    expect(expected.equals(mac)).toBe(true);
  });
});
