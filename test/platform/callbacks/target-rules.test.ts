import { describe, expect, it } from 'vitest';
import { createAddressRules, parseNetwork } from '#platform/callbacks/address-rules.ts';
import { createTargetRules } from '#platform/callbacks/target-rules.ts';

const strict = createTargetRules({ allowedNetworks: [], allowedPorts: [443], openLoopback: false });
const demo = createTargetRules({ allowedNetworks: [], allowedPorts: [443], openLoopback: true });

/** Every spelling of an address inside, as a partner may register it. */
const INSIDE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '2130706433',
  '0',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.1.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '100.64.0.1',
  '100.100.100.200',
  '192.0.0.8',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[0:0:0:0:0:ffff:a9fe:a9fe]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[2001:db8::1]',
  '１２７.０.０.１',
  '127。0。0。1',
];

describe('the address a partner registers', () => {
  it.each(INSIDE)('is refused when it is %s', (host) => {
    expect(strict.check(`https://${host}/hook`)).toEqual({ refusal: 'ADDRESS' });
  });

  it.each([
    ['no URL', 'hook', 'NOT_A_URL'],
    ['in the clear', 'http://hooks.example.org/', 'SCHEME'],
    ['a file', 'file:///etc/passwd', 'SCHEME'],
    ['another protocol', 'gopher://127.0.0.1:6379/_', 'SCHEME'],
    ['with a name before the host', 'https://a@hooks.example.org/', 'CREDENTIALS'],
    ['with a password before the host', 'https://a:b@hooks.example.org/', 'CREDENTIALS'],
    ['on a port that is not open', 'https://hooks.example.org:6379/', 'PORT'],
    ['with a fragment', 'https://hooks.example.org/#x', 'NOT_A_URL'],
    ['longer than anybody needs', `https://hooks.example.org/${'a'.repeat(2_048)}`, 'NOT_A_URL'],
  ])('is refused when it is %s', (_what, url, refusal) => {
    expect(strict.check(url)).toEqual({ refusal });
  });

  it.each(['https://hooks.example.org/onedoor?x=1', 'https://203.0.114.7/', 'https://[2400:3200::1]/'])(
    'may be %s',
    (url) => {
      expect(strict.check(url)).toMatchObject({ url: { href: url } });
    },
  );

  it('may be this machine in a demonstration only, in the clear and on any port', () => {
    for (const url of ['http://127.0.0.1:8080/hook', 'http://localhost:8080/', 'http://[::1]:9000/']) {
      expect(demo.check(url)).toMatchObject({ url: { href: url } });
      expect(strict.check(url)).toHaveProperty('refusal');
    }
    expect(demo.check('http://10.0.0.1:8080/')).toEqual({ refusal: 'SCHEME' });
    expect(demo.check('https://10.0.0.1/')).toEqual({ refusal: 'ADDRESS' });
    expect(demo.check('http://127.0.0.1.example.org:8080/')).toEqual({ refusal: 'SCHEME' });
  });
});

describe('networks that an intranet opens', () => {
  const rules = createAddressRules(['10.20.0.0/16', 'fd12::/16', '169.254.0.0/16', '100.64.0.0/10']);

  it.each([
    ['10.20.3.4', true],
    ['10.21.3.4', false],
    ['::ffff:10.20.3.4', true],
    ['fd12::5', true],
    ['fd13::5', false],
    ['169.254.1.1', true],
    ['not an address', false],
  ])('say of %s: %s', (address, allowed) => {
    expect(rules.allows(address)).toBe(allowed);
  });

  it('never open what holds a machine’s credentials', () => {
    for (const address of ['169.254.169.254', '100.100.100.200', '::ffff:169.254.169.254', 'fd00:ec2::254'])
      expect(rules.allows(address)).toBe(false);
  });

  it('are refused when they are no networks', () => {
    for (const text of ['10.0.0.0', '10.0.0.0/33', 'intranet']) expect(() => parseNetwork(text)).toThrow(TypeError);
  });
});
