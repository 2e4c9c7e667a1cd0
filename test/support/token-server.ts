import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a token endpoint was asked. */
export interface TokenRequest {
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

export interface TokenServer {
  readonly url: string;
  readonly asked: TokenRequest[];
  close(): Promise<void>;
}

/** A token endpoint that answers as a spec wants, to try what a proper server never does. */
export async function startTokenServer(
  answer: (request: TokenRequest, response: ServerResponse, index: number) => void,
): Promise<TokenServer> {
  const asked: TokenRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = { headers: incoming.headers, form: new URLSearchParams(Buffer.concat(chunks).toString()) };
      asked.push(request);
      answer(request, response, asked.length - 1);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

/** Grants `token-1`, `token-2` and so on. */
export function grant(response: ServerResponse, index: number, seconds = 600): void {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ access_token: `token-${index + 1}`, token_type: 'Bearer', expires_in: seconds }));
}
