import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { WebhookVerdict } from '#hub-client';
import type { Habit } from './habits';
import type { Ledger } from './ledger';
import { readRawBody } from './raw-body';
import { readChallenge, readWebhookEvent, type WebhookEvent } from './webhook-event';

/** Where the hub sends to. */
export const WEBHOOK_PATH = '/webhooks';

/** A thin webhook is some hundreds of bytes; nothing beyond this is read. */
export const MOST_BYTES = 64 * 1_024;

const ADDRESS = '127.0.0.1';

export interface WebhookServerOptions {
  readonly habit: Pick<Habit, 'answerAfterMs' | 'failsFirst'>;
  /** Ids of webhooks that were taken. */
  readonly taken: Ledger;
  /** Called once per webhook, after it was answered. */
  readonly onEvent: (event: WebhookEvent, webhookId: string) => void;
  readonly onRequest: (request: {
    readonly verdict: WebhookVerdict;
    readonly status: number;
    readonly webhookId: string | null;
    readonly type: string | null;
  }) => void;
}

interface Judgement {
  readonly verdict: WebhookVerdict;
  readonly status: number;
  readonly webhookId?: string;
  readonly event?: WebhookEvent;
  /** What is repeated in the answer: the hub asks whether this address is the body's own. */
  readonly challenge?: string;
}

/**
 * Receives the hub's webhooks the way Standard Webhooks recommends: the signature is checked over the raw bytes, a
 * webhook-id is taken once, the answer is given before the work is done.
 */
export class WebhookServer {
  private readonly server: Server;
  private secret: Webhook | undefined;
  private failed = 0;

  constructor(private readonly options: WebhookServerOptions) {
    this.server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
      this.serve(request, response).catch(() => {
        // The sender broke off; it will send again.
        response.destroy();
      });
    });
  }

  /** What webhooks are verified with (`whsec_…`). Until it is known, none is taken. */
  useSecret(secret: string): void {
    this.secret = new Webhook(secret);
  }

  /** @returns the port: a free one for 0 */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, ADDRESS, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  /** The address to register at the hub. */
  static urlAt(port: number): string {
    return `http://${ADDRESS}:${port}${WEBHOOK_PATH}`;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url !== WEBHOOK_PATH || request.method !== 'POST') {
      request.resume();
      response.writeHead(request.url === WEBHOOK_PATH ? 405 : 404).end();
      return;
    }
    const judgement = await this.judge(request);
    const { verdict, status, webhookId, event, challenge } = judgement;
    this.options.onRequest({ verdict, status, webhookId: webhookId ?? null, type: event?.type ?? null });
    if (challenge !== undefined) {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ challenge }));
      return;
    }
    if (this.options.habit.answerAfterMs > 0) await wait(this.options.habit.answerAfterMs);
    // The rest of a body that is too large is not waited for.
    response.writeHead(status, verdict === 'too_large' ? { connection: 'close' } : {}).end();
    if (verdict === 'taken' && webhookId !== undefined && event) this.options.onEvent(event, webhookId);
  }

  private async judge(request: IncomingMessage): Promise<Judgement> {
    if (!this.secret) return { verdict: 'not_ready', status: 503 };
    const raw = await readRawBody(request, MOST_BYTES);
    if (!raw) return { verdict: 'too_large', status: 413 };
    const webhookId = verifiedId(this.secret, raw, request);
    if (webhookId === undefined) return { verdict: 'signature_refused', status: 401 };
    const challenge = readChallenge(raw);
    if (challenge !== undefined) return { verdict: 'challenged', status: 200, webhookId, challenge };
    const event = readWebhookEvent(raw);
    if (!event) return { verdict: 'malformed', status: 400, webhookId };
    if (this.failed < this.options.habit.failsFirst) {
      this.failed += 1;
      return { verdict: 'failed_on_purpose', status: 500, webhookId, event };
    }
    const verdict = this.options.taken.take(webhookId) ? 'taken' : 'duplicate';
    return { verdict, status: 204, webhookId, event };
  }
}

/** The webhook-id when one of the signatures is good and the timestamp recent; `v1a` signatures may stand beside it. */
function verifiedId(secret: Webhook, raw: Buffer, { headers }: IncomingMessage): string | undefined {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (!id || !timestamp || !signature) return undefined;
  try {
    secret.verify(
      raw,
      { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature },
      { jsonParse: false },
    );
    return id;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return undefined;
    throw error;
  }
}
