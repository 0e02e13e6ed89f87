import { isIP } from 'node:net';
import { type AddressRules, createAddressRules } from '#platform/callbacks/address-rules.ts';

/** Why an address that somebody registered is not called. */
export type TargetRefusal = 'NOT_A_URL' | 'SCHEME' | 'CREDENTIALS' | 'PORT' | 'ADDRESS';

export interface TargetSettings {
  /** CIDR. */
  readonly allowedNetworks: readonly string[];
  readonly allowedPorts: readonly number[];
  /** For a demonstration: this machine itself, in the clear and on any port. */
  readonly openLoopback: boolean;
}

export interface TargetRules extends AddressRules {
  /** The address parsed, or why it is refused. Looks nothing up: a name is judged by what it resolves to when called. */
  check(url: string): { readonly url: URL } | { readonly refusal: TargetRefusal };
}

const LONGEST = 2_048;
const LOOPBACK = ['127.0.0.0/8', '::1/128'];

/** Judges by the parsed URL alone: `127.1`, `0x7f000001` and `2130706433` are all 127.0.0.1 to every client. */
export function createTargetRules(settings: TargetSettings): TargetRules {
  const addresses = createAddressRules([...settings.allowedNetworks, ...(settings.openLoopback ? LOOPBACK : [])]);
  return {
    allows: (address) => addresses.allows(address),
    check(text) {
      if (text.length > LONGEST || !URL.canParse(text)) return { refusal: 'NOT_A_URL' };
      const url = new URL(text);
      const atHome = settings.openLoopback && isLoopback(hostOf(url));
      if (url.protocol !== 'https:' && !(atHome && url.protocol === 'http:')) return { refusal: 'SCHEME' };
      if (url.username !== '' || url.password !== '') return { refusal: 'CREDENTIALS' };
      if (url.hostname === '' || url.hash !== '') return { refusal: 'NOT_A_URL' };
      if (!atHome && !settings.allowedPorts.includes(portOf(url))) return { refusal: 'PORT' };
      const host = hostOf(url);
      if (isIP(host) !== 0 && !addresses.allows(host)) return { refusal: 'ADDRESS' };
      return { url };
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
