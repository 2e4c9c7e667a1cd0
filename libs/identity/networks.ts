import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Most networks that one key can be held to. */
export const MOST_NETWORKS = 20;

/**
 * An address, or a network in CIDR form, as it is kept: with its prefix length, the bits after it cleared. Undefined for
 * what is neither, for all addresses at once, and for an IPv4 address in the clothes of an IPv6 one.
 */
export function networkOf(text: string): string | undefined {
  const [, base = '', bits] = /^([0-9A-Fa-f.:]{2,45})(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(base);
  if (version === 0) return undefined;
  const address = ipaddr.parse(base);
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) return undefined;
  const width = version === 4 ? 32 : 128;
  const length = bits === undefined ? width : Number(bits);
  if (length < 1 || length > width) return undefined;
  const cidr = `${address.toString()}/${length}`;
  const first = version === 4 ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${first.toString()}/${length}`;
}

/** Whether an address is within one of the networks. What is no address is in none. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  // A socket that takes both versions shows an IPv4 caller as ::ffff:a.b.c.d.
  const caller = ipaddr.process(address);
  return networks.some((network) => {
    const [base, length] = ipaddr.parseCIDR(network);
    return base.kind() === caller.kind() && caller.match(base, length);
  });
}
