import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { challengeAnswer } from './verified-endpoint';

/** A webhook as it came over the wire. */
export interface CapturedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
}

/** A real HTTP server that answers the hub's challenge, keeps every other webhook and answers it as told. */
export class WebhookReceiver {
  readonly captured: CapturedWebhook[] = [];
  /** The next answers; 204 by default. */
  answer: (webhook: CapturedWebhook) => {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  } = () => ({ status: 204 });
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const webhook = { headers: request.headers, raw: Buffer.concat(chunks).toString('utf8') };
        const challenge = challengeAnswer(webhook.raw);
        if (challenge !== undefined) {
          response.writeHead(200, { 'content-type': 'application/json' }).end(challenge);
          return;
        }
        this.captured.push(webhook);
        const { status, headers, body } = this.answer(webhook);
        response.writeHead(status, headers).end(body);
      });
    });
  }

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await new Promise<void>((done) => receiver.server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
