import ipaddr from 'ipaddr.js';

/** Addresses whose word is taken for something, such as proxies. */
export interface PeerNetworks {
  readonly isEmpty: boolean;
  has(address: string | undefined): boolean;
}

/** Addresses and networks, comma separated; an IPv4 address and the same one written as IPv6 are one. Throws TypeError. */
export function parseNetworks(text: string): PeerNetworks {
  const networks = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseNetwork);
  return {
    isEmpty: networks.length === 0,
    has(address) {
      if (address === undefined || !ipaddr.isValid(address)) return false;
      const peer = ipaddr.process(address);
      return networks.some(([network, bits]) => peer.kind() === network.kind() && peer.match(network, bits));
    },
  };
}

function parseNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    if (text.includes('/')) {
      const [network, bits] = ipaddr.parseCIDR(text);
      // A network of everybody vouches for nobody.
      if (bits === 0) throw new TypeError('the whole world');
      return [network, bits];
    }
    // The four-part form alone: ipaddr.js also takes 127.1 and 2130706433.
    if (!text.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(text)) throw new TypeError('no address');
    const address = ipaddr.process(text);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  } catch {
    throw new TypeError('is no address or network');
  }
}
