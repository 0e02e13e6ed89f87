import { describe, expect, it } from 'vitest';
import { parseNetworks } from '#platform/peer-networks.ts';

describe('addresses whose word is taken', () => {
  const networks = parseNetworks(' 10.20.0.7, 10.30.0.0/16,2001:db8::/32 ,::1');

  it.each(['10.20.0.7', '::ffff:10.20.0.7', '10.30.255.1', '::ffff:10.30.0.1', '2001:db8::7', '::1'])(
    'have %s among them',
    (address) => {
      expect(networks.has(address)).toBe(true);
    },
  );

  it.each([
    '10.20.0.8',
    '10.31.0.1',
    '::ffff:10.20.0.8',
    '2001:db9::1',
    '127.0.0.1',
    '',
    'proxy',
    '10.20.0.7, 1.2.3.4',
    undefined,
  ])('do not have %j', (address) => {
    expect(networks.has(address)).toBe(false);
  });

  it('are none when none are given', () => {
    expect(parseNetworks(' , ').isEmpty).toBe(true);
    expect(parseNetworks('').has('127.0.0.1')).toBe(false);
    expect(networks.isEmpty).toBe(false);
  });

  it.each(['proxy.internal', '10.20', '2130706433', '10.0.0.0/33', '0x7f.1', '0.0.0.0/0', '::/0', '10.0.0.1 10.0.0.2'])(
    'cannot be %j',
    (text) => {
      expect(() => parseNetworks(text)).toThrow(TypeError);
    },
  );
});
