import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Issued } from './certificates';

export interface ConnectProxy {
  /** With its credentials, where it asks for some. */
  readonly url: string;
  /** What it was asked for, host and port, in their order. */
  readonly asked: string[];
  /** How many connections it made. */
  connected(): number;
  close(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** `user:password` that it asks for. */
  readonly credentials?: string;
  /** Speaks TLS to its clients. */
  readonly tls?: Issued;
  /** Where a target really is; undefined: where it was asked for. Its own name server, so to say. */
  readonly route?: (authority: string) => { readonly host: string; readonly port: number } | undefined;
  /** Answers this head instead of connecting; 'never' answers nothing. */
  readonly answer?: (authority: string) => string | undefined;
}

/** A real CONNECT proxy on loopback. */
export async function startConnectProxy(options: ConnectProxyOptions = {}): Promise<ConnectProxy> {
  const sockets = new Set<Socket>();
  const asked: string[] = [];
  let connections = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    return socket;
  };
  const wanted =
    options.credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(decodeURIComponent(options.credentials)).toString('base64')}`;
  const tunnel = (request: IncomingMessage, client: Socket): void => {
    keep(client);
    const authority = String(request.url);
    asked.push(authority);
    if (wanted !== undefined && request.headers['proxy-authorization'] !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="test"\r\n\r\n');
      return;
    }
    const answer = options.answer?.(authority);
    if (answer === 'never') return;
    if (answer !== undefined) {
      client.end(answer);
      return;
    }
    const [, host = '', port = ''] = /^\[?(.+?)\]?:(\d+)$/.exec(authority) ?? [];
    const route = options.route?.(authority) ?? { host, port: Number(port) };
    const target = keep(connect(route));
    target.once('connect', () => {
      connections += 1;
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(target).pipe(client);
    });
    target.once('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
  };
  const server = options.tls ? createHttpsServer(options.tls) : createHttpServer();
  server.on('connect', tunnel).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const credentials = options.credentials === undefined ? '' : `${options.credentials}@`;
  return {
    url: `${options.tls ? 'https' : 'http'}://${credentials}127.0.0.1:${port}`,
    asked,
    connected: () => connections,
    close: async () => {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}
