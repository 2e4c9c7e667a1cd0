/** A receiver on Express: verifies, answers at once, then fetches, acknowledges and accepts. */
import type { Server } from 'node:http';
import express from 'express';
import {
  HubPartner,
  ThreadSequences,
  WebhookVerificationError,
  challengeAnswer,
  isVerification,
  verifyWebhook,
} from '@liaison-hub/partner-sdk';

export interface ReceiverOptions {
  readonly hub: HubPartner;
  /** `whsec_…` or `whpk_…`; while you rotate, both. */
  readonly secrets: string | readonly string[];
  readonly port: number;
  readonly onDone: (messageId: string, outcome: string) => void;
}

export function startReceiver({ hub, secrets, port, onDone }: ReceiverOptions): Promise<Server> {
  const taken = new Set<string>(); // in your system: a table with a unique webhook-id
  const sequences = new ThreadSequences(); // and one with the last number of each thread
  const app = express();
  // The raw bytes: express.json() would keep only what it made of them.
  app.post('/webhooks', express.raw({ type: 'application/json', limit: '16mb' }), (request, response) => {
    let event;
    try {
      event = verifyWebhook({ headers: request.headers, body: request.body as Buffer, secrets });
    } catch (error) {
      response.status(error instanceof WebhookVerificationError ? 401 : 500).end();
      return;
    }
    if (isVerification(event)) {
      response.json(challengeAnswer(event)); // shows the hub that this address is yours
      return;
    }
    response.status(204).end(); // answer first; the work comes after
    if (taken.has(event.id)) return;
    taken.add(event.id);
    const check = sequences.take(event);
    if (check.is === 'gap') console.warn('events are missing', event.data.thread, check.missing);
    if (event.type === 'referral.routed') void takeUp(event.data.messageId, event.data.href);
  });

  async function takeUp(messageId: string, href: string): Promise<void> {
    try {
      const referral = await hub.fetchMessage(href);
      await hub.acknowledge(messageId, { idempotencyKey: `ack-${messageId}` });
      // Who received it for information is not asked to decide.
      if (referral.capacity !== 'information') await hub.accept(messageId, { idempotencyKey: `decide-${messageId}` });
      onDone(messageId, referral.capacity === 'information' ? 'acknowledged' : 'accepted');
    } catch (error) {
      // It stays in your inbox: sweep that at every start (see fetch.ts). Never log what is in a message.
      onDone(messageId, error instanceof Error ? error.name : 'failed');
    }
  }

  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', (error?: Error) => {
      if (error) reject(error);
      else resolve(server);
    });
  });
}

if (require.main === module) {
  const { HUB = '', HUB_API_KEY = '', HUB_WEBHOOK_SECRET = '', PORT = '8080' } = process.env;
  const hub = new HubPartner({ baseUrl: HUB, apiKey: HUB_API_KEY });
  void startReceiver({ hub, secrets: HUB_WEBHOOK_SECRET.split(' '), port: Number(PORT), onDone: console.log });
}
