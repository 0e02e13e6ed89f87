import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Places where a cloud keeps the credentials of a machine; no setting opens them. */
const METADATA: readonly string[] = ['169.254.169.254', '100.100.100.200', 'fd00:ec2::254'];
/** All global unicast addresses of IPv6 lie here; what translates or embeds IPv4 elsewhere (NAT64, `::a.b.c.d`) does not. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** Networks that are opened on purpose: on an intranet every agency has a private address. */
export interface AddressRules {
  allows(address: string): boolean;
}

/** `allowedNetworks` in CIDR notation. Throws TypeError at one that is none. */
export function createAddressRules(allowedNetworks: readonly string[]): AddressRules {
  const opened = allowedNetworks.map(parseNetwork);
  return {
    allows(text) {
      if (!ipaddr.isValid(text)) return false;
      const address = ipaddr.process(text);
      if (METADATA.includes(address.toString())) return false;
      return isPublic(address) || opened.some((network) => contains(network, address));
    },
  };
}

/** Throws TypeError when the text is no network. */
export function parseNetwork(text: string): [Address, number] {
  try {
    return ipaddr.parseCIDR(text);
  } catch {
    throw new TypeError('is no network in CIDR notation such as 10.20.0.0/16');
  }
}

/** Only what the registries hand out to anybody: everything with a meaning of its own is refused, known or to come. */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_IPV6);
}

function contains([network, bits]: [Address, number], address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, bits);
  return address instanceof ipaddr.IPv6 && address.match(network, bits);
}
