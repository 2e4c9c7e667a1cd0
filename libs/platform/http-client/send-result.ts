import { ConnectionFaultKind } from './connection-fault';

/** The response headers that decide what happens next, lower-cased, each cut to 256 characters. */
export type SendResponseHeaders = Partial<Record<(typeof responseHeaderNames)[number], string>>;

export const responseHeaderNames = ['retry-after', 'webhook-delivery', 'content-type'] as const;

/** The receiver answered, with whatever status. Redirects are answers too: they are never followed. */
export interface SendResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: SendResponseHeaders;
  /** The start of the body, at most `maxResponseBytes` as sent, as UTF-8 text without NUL. */
  readonly bodyExcerpt: string;
  /** The same bytes as they came, for answers that are not text. */
  readonly body: Buffer;
  readonly durationMs: number;
}

/**
 * Why there was no whole answer. `timeout`: the deadline passed. `dns`, `refused_address`, `connect`, `tls`: no
 * connection. `proxy`: the operator's own proxy failed, so the receiver was never asked. `protocol`: the exchange broke or
 * was not HTTP. `authorization`: no access token was to be had. `aborted`: this hub stopped it.
 */
export type SendFaultKind = ConnectionFaultKind | 'timeout' | 'protocol' | 'authorization' | 'aborted';

/** No whole answer came. The receiver may have acted all the same, unless the fault is that of a connection. */
export interface SendFault {
  readonly kind: 'fault';
  readonly fault: SendFaultKind;
  readonly durationMs: number;
  /** One sentence for people and logs: no URL, no personal data. */
  readonly message: string;
  /** The status, when the head came but the body did not. */
  readonly status?: number;
}

export type SendResult = SendResponse | SendFault;
