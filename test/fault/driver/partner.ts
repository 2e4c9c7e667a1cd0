import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCodeOf, HubClient, Limit, persistently } from '#hub-client';
import { Webhook } from 'standardwebhooks';
import { challengeAnswer } from '#test/verified-endpoint';
import type { FaultHub } from './fault-hub';
import type { Ledger } from './ledger';
import type { Random } from './random';

/** What a receiver does with a request. All but `take` are answered, or not, as a system in trouble does. */
const MOODS = { fail: 0.05, throttle: 0.01, hang: 0.02, takeAndCut: 0.02 } as const;
type Mood = keyof typeof MOODS | 'take';

/** Acknowledged once more under another key, as a system does that is not sure of its first try. */
const AGAIN = 0.1;
const REQUEST_MS = 3_000;
const AT_ONCE = 16;

interface WebhookBody {
  readonly type: string;
  readonly data: { readonly messageId: string; readonly href: string };
}

/**
 * A body's system: verifies, honours `webhook-id` by what is on its disk, answers after that, then fetches and
 * acknowledges under keys that it keeps. It never looks into its inbox: what no webhook brought is lost to it.
 */
export class Partner {
  /** Requests that came in, but for the hub's challenge. */
  requests = 0;
  private readonly seen = new Set<string>();
  private readonly answered = new Set<string>();
  private readonly limit = new Limit(AT_ONCE);
  private readonly client: HubClient;
  private readonly server: Server;
  private webhook: Webhook | undefined;

  private constructor(
    readonly body: string,
    hub: FaultHub,
    private readonly ledger: Ledger,
    private readonly random: Random,
    private readonly signal: AbortSignal,
  ) {
    this.client = new HubClient({ api: hub.api, apiKey: hub.keys[body] ?? '', timeoutMs: REQUEST_MS });
    this.server = createServer((request, response) => {
      this.take(request, response).catch(() => response.destroy());
    });
  }

  static async start(
    body: string,
    { hub, ledger, random, signal }: { hub: FaultHub; ledger: Ledger; random: Random; signal: AbortSignal },
  ): Promise<Partner> {
    const partner = new Partner(body, hub, ledger, random, signal);
    await new Promise<void>((done) => partner.server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(partner.server.address() as AddressInfo).port}/hook`;
    const description = 'fault driver';
    const { id, secret } = await partner.client.createEndpoint({ url, description }, `endpoint-${body}`);
    partner.webhook = new Webhook(secret);
    await partner.client.verifyEndpoint(id, `verify-${body}`);
    return partner;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const event = this.verified(raw, request);
    const challenge = event && challengeAnswer(raw.toString());
    if (challenge !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(challenge);
      return;
    }
    this.requests += 1;
    const webhookId = String(request.headers['webhook-id']);
    if (!event) {
      await this.ledger.write({ event: 'unsound', body: this.body, webhookId, code: 'signature' });
      response.writeHead(401).end();
      return;
    }
    const mood = this.mood();
    if (mood === 'hang') return;
    if (mood === 'fail' || mood === 'throttle') {
      response.writeHead(mood === 'fail' ? 500 : 503).end();
      return;
    }
    await this.honour(webhookId, event);
    if (mood === 'takeAndCut') {
      response.destroy();
      return;
    }
    response.on('finish', () => this.answered.add(webhookId));
    response.writeHead(204).end();
  }

  /** Once per `webhook-id`: the line in the ledger, and then the work. */
  private async honour(webhookId: string, { type, data }: WebhookBody): Promise<void> {
    const { body } = this;
    if (this.seen.has(webhookId)) {
      await this.ledger.write({ event: 'repeated', body, webhookId, answered: this.answered.has(webhookId) });
      return;
    }
    this.seen.add(webhookId);
    await this.ledger.write({ event: 'received', body, webhookId, messageId: data.messageId, type });
    if (type === 'referral.routed') void this.limit.run(() => this.acknowledge(webhookId, data));
  }

  private async acknowledge(webhookId: string, { messageId, href }: WebhookBody['data']): Promise<void> {
    const { body, client, ledger, signal } = this;
    const again = this.random.chance(AGAIN);
    try {
      const message = await persistently(() => client.inboxMessageAt(href), { signal });
      if (message.messageId !== messageId || message.body === null)
        await ledger.write({ event: 'unsound', body, webhookId, code: 'content' });
      for (const key of [`ack-${webhookId}`, ...(again ? [`again-${webhookId}`] : [])]) {
        const { receiptId } = await persistently(() => client.acknowledge(message.messageId, key), { signal });
        await ledger.write({ event: 'acknowledged', body, messageId, receiptId });
      }
    } catch (error) {
      if (!signal.aborted) await ledger.write({ event: 'unsound', body, webhookId, code: errorCodeOf(error) });
    }
  }

  private verified(raw: Buffer, { headers }: IncomingMessage): WebhookBody | undefined {
    try {
      return this.webhook?.verify(raw, headers as Record<string, string>) as WebhookBody | undefined;
    } catch {
      return undefined;
    }
  }

  private mood(): Mood {
    let left = this.random.next();
    for (const [mood, share] of Object.entries(MOODS)) {
      if (left < share) return mood as Mood;
      left -= share;
    }
    return 'take';
  }
}
