/**
 * Without a framework: a handler for any runtime that has `Request` and `Response` (Next.js, Hono, workers), which verifies
 * by the keys that the hub publishes; and the sweep of the inbox that belongs to every start, or takes the place of webhooks.
 */
import {
  HubPartner,
  WebhookJwks,
  WebhookVerificationError,
  challengeAnswer,
  isVerification,
  type WebhookEvent,
} from '@liaison-hub/partner-sdk';

export interface HandlerOptions {
  readonly jwks: WebhookJwks;
  /** Yours: the published keys are those of every endpoint, so a challenge that they verify may be another body's. */
  readonly endpointId: string;
  /** Called once per webhook; put it into a queue and return: the hub waits 20 seconds for the answer. */
  readonly onEvent: (event: WebhookEvent) => void;
}

export function webhookHandler({ jwks, endpointId, onEvent }: HandlerOptions) {
  const taken = new Set<string>(); // in your system: a table with a unique webhook-id
  return async (request: Request): Promise<Response> => {
    try {
      const body = new Uint8Array(await request.arrayBuffer());
      const event = await jwks.verify({ headers: request.headers, body });
      if (isVerification(event))
        return event.data.endpointId === endpointId
          ? Response.json(challengeAnswer(event))
          : new Response(null, { status: 403 });
      if (!taken.has(event.id)) {
        taken.add(event.id);
        onEvent(event);
      }
      return new Response(null, { status: 204 });
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      return new Response(null, { status: error.code === 'keys_unavailable' ? 503 : 401 });
    }
  };
}

/** Acknowledges everything after the cursor that waits for it, and goes on with what arrives, until the signal. */
export async function sweepInbox(
  hub: HubPartner,
  { after, signal, keep }: { after: number; signal: AbortSignal; keep: (cursor: number) => void },
): Promise<void> {
  for await (const item of hub.poll({ after, signal })) {
    if (item.state === 'pending') {
      await hub.fetchMessage(item.messageId);
      await hub.acknowledge(item.messageId, { idempotencyKey: `ack-${item.messageId}` });
    }
    keep(item.sequence);
  }
}

if (require.main === module) {
  const { HUB = '', HUB_API_KEY = '', HUB_CURSOR = '0' } = process.env;
  const stop = new AbortController();
  process.once('SIGINT', () => {
    stop.abort();
  });
  const hub = new HubPartner({ baseUrl: HUB, apiKey: HUB_API_KEY });
  void sweepInbox(hub, { after: Number(HUB_CURSOR), signal: stop.signal, keep: console.log });
}
