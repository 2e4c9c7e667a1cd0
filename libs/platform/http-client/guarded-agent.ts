import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { AddressPolicy } from './address-policy';
import { connectionFault, refusedAddress, unresolvedName } from './connection-fault';
import { NameResolver, singleFlight, systemResolver } from './name-resolver';

/** How connections are made and kept. */
export interface GuardedAgentOptions {
  /** Default: the operating system's resolver. */
  readonly resolve?: NameResolver;
  /** PEM certificates that are trusted instead of the public ones, for networks with their own authority. */
  readonly ca?: string;
  /** Open connections per origin at most. Default 64. */
  readonly connectionsPerOrigin?: number;
  /** Bytes of a response head at most; a longer one is a protocol fault. Default 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** Milliseconds for name resolution, TCP and TLS together. Default 10 s. */
  readonly connectTimeoutMs?: number;
}

/** Next address after this many milliseconds (RFC 8305). Node's 250 cut off distant partners that have two. */
const NEXT_ADDRESS_AFTER_MS = 1_000;
/** Below the 5 s that Node servers keep an idle connection, so that a request rarely meets a closing one. */
const IDLE_MS = 4_000;
const IDLE_MAX_MS = 60_000;

/**
 * The one agent for outbound HTTP. Every address is judged before a socket is opened to it, and the socket is opened to
 * the judged address: no second resolution, so a name that changes its answer (DNS rebinding) gains nothing.
 */
export function createGuardedAgent(addresses: AddressPolicy, options: GuardedAgentOptions = {}): Agent {
  return new Agent({
    connect: guardedConnector(addresses, options),
    connections: options.connectionsPerOrigin ?? 64,
    pipelining: 1,
    maxHeaderSize: options.maxHeaderBytes ?? 16 * 1024,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MAX_MS,
  });
}

function guardedConnector(addresses: AddressPolicy, options: GuardedAgentOptions): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(addresses, singleFlight(options.resolve ?? systemResolver)),
    timeout: options.connectTimeoutMs ?? 10_000,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return (target, callback) => {
    // Node asks `lookup` for every host but literals, which it tells by this same isIP.
    const range = isIP(target.hostname) === 0 ? undefined : addresses.refusal(target.hostname);
    if (range !== undefined) {
      queueMicrotask(() => {
        callback(refusedAddress(range), null);
      });
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(connectionFault(error, target.protocol), null);
    });
  };
}

/** Resolves once and judges every answer. One forbidden address refuses the name: a mixed answer is an attack. */
function guardedLookup(addresses: AddressPolicy, resolve: NameResolver): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      (found) => {
        const [first] = found;
        const range = found.map(({ address }) => addresses.refusal(address)).find((refusal) => refusal !== undefined);
        if (first === undefined) callback(unresolvedName(undefined), '');
        else if (range !== undefined) callback(refusedAddress(range), '');
        else if (all === true) callback(null, [...found]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => {
        callback(unresolvedName(error), '');
      },
    );
  };
}
