/** A receiver on Fastify: verifies, answers at once, then reads the content (decrypted or fetched), acknowledges, declines. */
import Fastify, { type FastifyInstance } from 'fastify';
import {
  HubPartner,
  WebhookVerificationError,
  challengeAnswer,
  decryptContent,
  isVerification,
  verifyWebhook,
  type DecryptionKey,
  type WebhookEvent,
} from '@liaison-hub/partner-sdk';

export interface ReceiverOptions {
  readonly hub: HubPartner;
  /** `whsec_…` or `whpk_…`; while you rotate, both. */
  readonly secrets: string | readonly string[];
  /** Private JWKs, where your endpoint has an encryption key. */
  readonly keys?: readonly DecryptionKey[];
  readonly port: number;
  readonly onDone: (messageId: string, outcome: string) => void;
}

export async function startReceiver({ hub, secrets, keys = [], port, onDone }: ReceiverOptions) {
  const taken = new Set<string>(); // in your system: a table with a unique webhook-id
  const app: FastifyInstance = Fastify({ bodyLimit: 16_777_216 });
  // The raw bytes: Fastify's own parser would keep only what it made of them.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.post('/webhooks', async (request, reply) => {
    let event;
    try {
      event = verifyWebhook({ headers: request.headers, body: request.body as Buffer, secrets });
    } catch (error) {
      return reply.code(error instanceof WebhookVerificationError ? 401 : 500).send();
    }
    if (isVerification(event)) return reply.send(challengeAnswer(event)); // shows the hub that this address is yours
    if (!taken.has(event.id)) {
      taken.add(event.id);
      if (event.type === 'referral.routed') void takeUp(event);
    }
    return reply.code(204).send(); // the work goes on after the answer
  });

  async function takeUp(event: WebhookEvent): Promise<void> {
    const { messageId, href, encrypted } = event.data;
    try {
      const referral = encrypted === undefined ? await hub.fetchMessage(href) : await decryptContent(event, keys);
      await hub.acknowledge(messageId, { idempotencyKey: `ack-${messageId}` });
      if (referral.capacity !== 'information')
        await hub.decline(messageId, 'capacity', { idempotencyKey: `decide-${messageId}` });
      onDone(messageId, 'declined');
    } catch (error) {
      // It stays in your inbox: sweep that at every start (see fetch.ts). Never log what is in a message.
      onDone(messageId, error instanceof Error ? error.name : 'failed');
    }
  }

  await app.listen({ port, host: '127.0.0.1' });
  return app;
}

if (require.main === module) {
  const { HUB = '', HUB_API_KEY = '', HUB_WEBHOOK_SECRET = '', PORT = '8080' } = process.env;
  const hub = new HubPartner({ baseUrl: HUB, apiKey: HUB_API_KEY });
  void startReceiver({ hub, secrets: HUB_WEBHOOK_SECRET.split(' '), port: Number(PORT), onDone: console.log });
}
