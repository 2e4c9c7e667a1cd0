import { once } from 'node:events';
import { createServer, request as send, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it went to a server, and what the server answered. */
export interface Exchange {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly status: number;
  readonly answerHeaders: IncomingHttpHeaders;
  readonly answer: Buffer;
}

/** Stands before an HTTP server on loopback, passes everything on unchanged and keeps it in the order of the answers. */
export class RecordingProxy {
  readonly exchanges: Exchange[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(target: string): Promise<RecordingProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new RecordingProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request: IncomingMessage, response) => {
      proxy.pass(request, target).then(
        ({ status, answerHeaders, answer }) => response.writeHead(status, answerHeaders).end(answer),
        // The caller sees a broken connection, as it would without a proxy.
        () => response.destroy(),
      );
    });
    return proxy;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async pass(request: IncomingMessage, target: string): Promise<Exchange> {
    const { method = 'GET', url = '/', headers } = request;
    const body = await bytesOf(request);
    const onward = send(new URL(url, target), { method, headers }).end(body);
    const [response] = (await once(onward, 'response')) as [IncomingMessage];
    const answer = await bytesOf(response);
    const status = response.statusCode ?? 0;
    const exchange = { method, target: url, headers, body, status, answerHeaders: response.headers, answer };
    this.exchanges.push(exchange);
    return exchange;
  }
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
