import { AddressRefusal } from './address-policy';

/** What kept a connection from being made. `proxy`: the operator's own proxy, so the receiver was never asked. */
export type ConnectionFaultKind = 'dns' | 'refused_address' | 'connect' | 'tls' | 'proxy';

/** A connection that was not made. The message is fit for a partner's eyes: no URL and no personal data. */
export class ConnectionFault extends Error {
  constructor(
    readonly fault: ConnectionFaultKind,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'ConnectionFault';
  }
}

/** The fault for an address that the policy refuses. */
export function refusedAddress(range: AddressRefusal): ConnectionFault {
  return new ConnectionFault('refused_address', `The host is at an address that may not be reached (${range}).`);
}

/** The fault for a name without an address. */
export function unresolvedName(cause: unknown): ConnectionFault {
  return new ConnectionFault('dns', `The host name could not be resolved (${codeOf(cause)}).`, cause);
}

/** The fault of the outbound proxy itself. `reason` names no address and no credentials. */
export function proxyFault(reason: string, cause?: unknown): ConnectionFault {
  return new ConnectionFault('proxy', `The outbound proxy ${reason}.`, cause);
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Sorts a socket's error: once TCP stands, an https connection can only fail in the TLS handshake. */
export function connectionFault(error: unknown, protocol: string): ConnectionFault {
  if (error instanceof ConnectionFault) return error;
  const code = codeOf(error);
  if (protocol === 'https:' && !NETWORK_CODES.has(code)) {
    return new ConnectionFault('tls', `The TLS handshake failed (${code}).`, error);
  }
  return new ConnectionFault('connect', `No connection could be made (${code}).`, error);
}

/** The code of a system or library error. Only codes are shown: messages may hold addresses and names. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
}
