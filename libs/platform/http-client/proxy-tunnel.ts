import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { codeOf, ConnectionFault, proxyFault } from './connection-fault';
import type { OutboundProxy } from './outbound-proxy';

const MAX_HEAD_BYTES = 16 * 1024;

/** Errors of RFC 9209 that tell of the proxy itself; all others tell of what is behind it. */
const OWN_ERRORS = /;\s*error="?(?:proxy_|http_request_)/;

/**
 * Asks the proxy for a tunnel (CONNECT, RFC 9110 §9.3.6). Rejects with a ConnectionFault within `timeoutMs`: `connect`
 * where the proxy says that the target failed, `proxy` for everything else.
 *
 * @param authority host and port of the target, an IPv6 address in brackets
 */
export function openTunnel(proxy: OutboundProxy, authority: string, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = ask(proxy, authority);
    const fail = (fault: ConnectionFault): void => {
      clearTimeout(timer);
      reject(fault);
      request.destroy();
    };
    const timer = setTimeout(() => {
      fail(proxyFault(`gave no answer within ${timeoutMs} ms`));
    }, timeoutMs);
    request.on('connect', (answer, socket: Socket, head) => {
      const fault = faultOf(answer) ?? (head.length > 0 ? spokeFirst() : undefined);
      if (fault) {
        fail(fault);
        socket.destroy();
        return;
      }
      clearTimeout(timer);
      // Its errors are those of whatever uses it next; between the two nobody listens.
      resolve(socket.on('error', () => undefined));
    });
    request.on('error', (error) => {
      fail(proxyFault(`cannot be used (${codeOf(error)})`, error));
    });
    request.end();
  });
}

function ask(proxy: OutboundProxy, authority: string): ClientRequest {
  const { host, port, secure, authorization, ca } = proxy;
  const options = {
    host,
    port,
    method: 'CONNECT',
    path: authority,
    headers: {
      host: authority,
      connection: 'keep-alive',
      ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
    },
    agent: false,
    maxHeaderSize: MAX_HEAD_BYTES,
  };
  return secure
    ? httpsRequest({ ...options, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
    : httpRequest(options);
}

/**
 * Whose fault a refused tunnel is. 502 and 504 are a gateway's words for what is behind it (RFC 9110 §15.6), and some
 * proxies say it in a header of theirs; every other answer is the proxy's own: its credentials, its rules, its load.
 */
function faultOf({ statusCode: status = 0, headers }: IncomingMessage): ConnectionFault | undefined {
  if (status >= 200 && status < 300) return undefined;
  const said = String(headers['proxy-status'] ?? '');
  const named = said.includes('error=') ? !OWN_ERRORS.test(said) : squidNamesTarget(headers['x-squid-error']);
  if (named ?? (status === 502 || status === 504)) {
    return new ConnectionFault('connect', `No connection could be made (the outbound proxy answered ${status}).`);
  }
  if (status === 407) return proxyFault('asks for credentials, or for others (407)');
  return proxyFault(`refused the connection (${status})`);
}

/** Neither HTTP nor TLS begins with the server; undici would connect anew and anew. */
function spokeFirst(): ConnectionFault {
  return new ConnectionFault('connect', 'The receiver spoke before it was asked: it is no HTTP server.');
}

/** Squid answers 503 both when it is overloaded and when the target is away; this header tells them apart. */
function squidNamesTarget(header: string | string[] | undefined): boolean | undefined {
  return header === undefined ? undefined : /^ERR_(?:CONNECT_FAIL|DNS_FAIL|READ_TIMEOUT)\b/.test(String(header));
}
