import type { HubClient } from '#hub-client';
import { followEvents } from '../events/follow-events';
import type { Following } from './webhook';
import { webhookOfEvent } from './webhook-of-event';

/** Tells the webhooks that a body would get if it had an endpoint, from now on, until the signal. */
export async function followStream(
  hub: HubClient,
  { signal, tell, onRetry }: Following,
  onReady: () => void,
  onGap: () => void,
): Promise<void> {
  const sequences = new Map<string, number>();
  const next = (thread: string): number => {
    const sequence = (sequences.get(thread) ?? 0) + 1;
    sequences.set(thread, sequence);
    return sequence;
  };
  const since = await placeOf(hub, signal);
  onReady();
  // Forwarded in their order, however fast they come.
  let last = Promise.resolve();
  await followEvents(hub, {
    ...{ signal, onRetry, onGap },
    ...(since === undefined ? {} : { since }),
    tell: (event) => {
      const webhook = webhookOfEvent(event, next);
      if (webhook) last = last.then(() => (signal.aborted ? undefined : tell(webhook)));
    },
  });
  await last;
}

/** Where the stream is now: who begins there misses nothing from here on. */
async function placeOf(hub: HubClient, signal: AbortSignal): Promise<string | undefined> {
  for await (const { id } of hub.events({ signal })) return id;
  return undefined;
}
