import { isIP, type LookupFunction } from 'node:net';
import { AddressPolicy } from './address-policy';
import { ConnectionFault, refusedAddress, unresolvedName } from './connection-fault';
import { NameResolver, ResolvedAddress, singleFlight, systemResolver } from './name-resolver';

/** Resolves a name once and judges every answer: what it hands out may be connected to. */
export class AddressGuard {
  private readonly resolve: NameResolver;

  constructor(
    private readonly addresses: AddressPolicy,
    resolve: NameResolver = systemResolver,
  ) {
    this.resolve = singleFlight(resolve);
  }

  /** For net.connect and tls.connect. */
  readonly lookup: LookupFunction = (hostname, { all }, callback) => {
    this.judged(hostname).then(
      (found) => {
        const [first] = found;
        if (all === true) callback(null, [...found]);
        else callback(null, first?.address ?? '', first?.family);
      },
      (fault: unknown) => {
        callback(fault as ConnectionFault, '');
      },
    );
  };

  /** Why a literal address may not be reached; undefined when it may, and for a name. Tells a literal as Node does. */
  refusedLiteral(hostname: string): ConnectionFault | undefined {
    const range = isIP(hostname) === 0 ? undefined : this.addresses.refusal(hostname);
    return range === undefined ? undefined : refusedAddress(range);
  }

  /**
   * The addresses of a name, at least one. Rejects with a ConnectionFault. One forbidden address refuses the name: a
   * mixed answer is an attack.
   */
  async judged(hostname: string): Promise<readonly ResolvedAddress[]> {
    const found = await this.resolve(hostname).catch((error: unknown) => {
      throw unresolvedName(error);
    });
    if (found.length === 0) throw unresolvedName(undefined);
    for (const { address } of found) {
      const range = this.addresses.refusal(address);
      if (range !== undefined) throw refusedAddress(range);
    }
    return found;
  }
}
