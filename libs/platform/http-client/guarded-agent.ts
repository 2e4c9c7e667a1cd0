import { createSecureContext } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { AddressPolicy } from './address-policy';
import type { ClientCertificate } from './client-certificate';
import { connectionFault } from './connection-fault';
import { AddressGuard } from './address-guard';
import { NameResolver } from './name-resolver';
import { outboundProxy, type OutboundProxyOptions } from './outbound-proxy';
import { proxyConnector } from './proxy-connector';

/** How connections are made and kept. */
export interface GuardedAgentOptions {
  /** Default: the operating system's resolver. */
  readonly resolve?: NameResolver;
  /** PEM certificates that are trusted instead of the public ones, for networks with their own authority. */
  readonly ca?: string;
  /** Everything goes through this proxy. Default: none. */
  readonly proxy?: OutboundProxyOptions;
  /** Open connections per origin at most. Default 64. */
  readonly connectionsPerOrigin?: number;
  /** Bytes of a response head at most; a longer one is a protocol fault. Default 16 KiB. */
  readonly maxHeaderBytes?: number;
  /** Milliseconds for name resolution, TCP and TLS together; through a proxy, for its tunnel and for TLS each. Default 10 s. */
  readonly connectTimeoutMs?: number;
}

/** Next address after this many milliseconds (RFC 8305). Node's 250 cut off distant partners that have two. */
const NEXT_ADDRESS_AFTER_MS = 1_000;
/** Below the 5 s that Node servers keep an idle connection, so that a request rarely meets a closing one. */
const IDLE_MS = 4_000;
const IDLE_MAX_MS = 60_000;

/**
 * An agent for outbound HTTP. Every address is judged before a socket is opened to it, and the socket is opened to the
 * judged address: no second resolution, so a name that changes its answer (DNS rebinding) gains nothing.
 *
 * @param certificate what it shows of itself in TLS; throws when it cannot be used
 */
export function createGuardedAgent(
  addresses: AddressPolicy,
  options: GuardedAgentOptions = {},
  certificate?: ClientCertificate,
): Agent {
  return new Agent({
    connect: guardedConnector(new AddressGuard(addresses, options.resolve), options, certificate),
    connections: options.connectionsPerOrigin ?? 64,
    pipelining: 1,
    maxHeaderSize: options.maxHeaderBytes ?? 16 * 1024,
    keepAliveTimeout: IDLE_MS,
    keepAliveMaxTimeout: IDLE_MAX_MS,
  });
}

function guardedConnector(
  guard: AddressGuard,
  options: GuardedAgentOptions,
  certificate: ClientCertificate | undefined,
): buildConnector.connector {
  const timeout = options.connectTimeoutMs ?? 10_000;
  const connect = buildConnector({
    lookup: guard.lookup,
    timeout,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    rejectUnauthorized: true,
    secureContext: createSecureContext({
      minVersion: 'TLSv1.2',
      ...(options.ca === undefined ? {} : { ca: options.ca }),
      ...(certificate ? { cert: certificate.chain, key: certificate.privateKey } : {}),
    }),
  });
  if (options.proxy) return proxyConnector(outboundProxy(options.proxy), guard, connect, timeout);
  return (target, callback) => {
    // Node asks `lookup` for every host but literals.
    const refused = guard.refusedLiteral(target.hostname);
    if (refused) {
      queueMicrotask(() => {
        callback(refused, null);
      });
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(connectionFault(error, target.protocol), null);
    });
  };
}
