import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = [Address, number];

/** What an operator opens beyond the public internet. Nothing is open by default. */
export interface AddressPolicyOptions {
  /** Opens 127.0.0.0/8 and ::1: development and tests on one machine. Default false. */
  readonly allowLoopback?: boolean;
  /** Networks in CIDR form that may be reached besides public addresses, for closed networks. Default none. */
  readonly allowedNetworks?: readonly string[];
}

/** The range that an address was refused for. The names are those of the IANA special-purpose registries. */
export type AddressRefusal =
  Exclude<ReturnType<Address['range']>, 'unicast'> | 'metadata' | 'notGlobalUnicast' | 'notAnAddress';

/** Instance metadata services of cloud hosts: they hand out credentials, so no configuration opens them. */
const METADATA = new Set(
  [
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
  ].map((address) => ipaddr.parse(address).toNormalizedString()),
);

/** Never a receiver; or another spelling of an IPv4 address, which must be given as what it is. */
const NEVER: ReadonlySet<AddressRefusal> = new Set<AddressRefusal>([
  'metadata',
  'notAnAddress',
  'notGlobalUnicast',
  'unspecified',
  'broadcast',
  'multicast',
  'loopback',
  'ipv4Mapped',
  'rfc6145',
  '6to4',
  'teredo',
]);

const GLOBAL_UNICAST: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64: [ipaddr.IPv6, number] = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Decides which IP addresses the hub may connect to: public ones, and what the operator opened. Everything else in the
 * special-purpose registries is refused (RFC 6890, https://www.iana.org/assignments/iana-ipv4-special-registry and
 * its IPv6 twin), and so is IPv6 outside 2000::/3.
 */
export class AddressPolicy {
  readonly allowLoopback: boolean;
  private readonly networks: readonly Network[];

  /** Throws an Error that names the entry when `allowedNetworks` holds something that is not a CIDR block. */
  constructor(options: AddressPolicyOptions = {}) {
    this.allowLoopback = options.allowLoopback ?? false;
    this.networks = (options.allowedNetworks ?? []).map(parseNetwork);
  }

  /** Why `address` (an IP literal, without brackets) may not be reached; undefined when it may. */
  refusal(address: string): AddressRefusal | undefined {
    // A zone (fe80::1%eth0) only makes sense on one link of this machine.
    if (isIP(address) === 0 || address.includes('%')) return 'notAnAddress';
    const ip = ipaddr.parse(address);
    const range = rangeOf(ip);
    if (range === undefined) return undefined;
    if (range === 'loopback' && this.allowLoopback) return undefined;
    if (NEVER.has(range) || !this.isListed(ip)) return range;
    return range === 'rfc6052' && !this.allowsTranslated(ip) ? range : undefined;
  }

  /** Whether `text` is a literal loopback address. */
  isLoopback(text: string): boolean {
    return isIP(text) !== 0 && ipaddr.parse(text).range() === 'loopback';
  }

  private isListed(ip: Address): boolean {
    return this.networks.some(([base, bits]) => base.kind() === ip.kind() && ip.match(base, bits));
  }

  /** Behind NAT64 the IPv4 address inside is where the packets go, so it is judged as well. */
  private allowsTranslated(ip: Address): boolean {
    if (!ip.match(...NAT64)) return false;
    return this.refusal(ip.toByteArray().slice(-4).join('.')) === undefined;
  }
}

function rangeOf(ip: Address): AddressRefusal | undefined {
  if (METADATA.has(ip.toNormalizedString())) return 'metadata';
  const range = ip.range();
  if (range !== 'unicast') return range;
  return ip.kind() === 'ipv4' || ip.match(...GLOBAL_UNICAST) ? undefined : 'notGlobalUnicast';
}

function parseNetwork(cidr: string): Network {
  const [base = '', bits = ''] = cidr.split('/');
  if (isIP(base) === 0 || !/^\d{1,3}$/.test(bits) || !ipaddr.isValidCIDR(cidr)) {
    throw new Error(
      `allowedNetworks: "${cidr}" is not a CIDR block. Write for example 10.20.0.0/16 or fd12:3456::/48.`,
    );
  }
  if (Number(bits) === 0) {
    throw new Error(`allowedNetworks: "${cidr}" holds every address. List the networks of your partners instead.`);
  }
  return ipaddr.parseCIDR(cidr);
}
