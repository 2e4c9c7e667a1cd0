import { setTimeout as wait } from 'node:timers/promises';
import { persistently, type HubClient, type WebhookDelivery } from '#hub-client';
import type { Following } from './webhook';

const LOOK_EVERY = 1_000;
/** Processes make webhooks side by side: one may appear so much after a later one, milliseconds. */
const OVERLAP = 60_000;
const PAGE = 200;
/** A minute of a busy body. */
const MOST_REMEMBERED = 20_000;
const FROM_THE_BEGINNING = '00000000-0000-7000-8000-000000000000';

/** Tells the webhooks that the hub makes for an endpoint from now on, until the signal. Outages are waited out. */
export async function followDeliveries(
  hub: HubClient,
  endpoint: string,
  { signal, tell, onRetry }: Following,
  onReady: () => void,
): Promise<void> {
  const page = (after?: string): Promise<readonly WebhookDelivery[]> =>
    persistently(
      async () =>
        (await hub.webhookDeliveries({ endpoint, limit: PAGE, signal, ...(after === undefined ? {} : { after }) }))
          .data,
      { signal, onRetry },
    );
  const before = await page();
  const told = new Set(before.map(({ id }) => id));
  let newest = before.at(-1)?.id;
  onReady();
  for (;;) {
    let after = newest === undefined ? FROM_THE_BEGINNING : earlier(newest);
    for (let more = true; more;) {
      const found = await page(after);
      for (const { id, eventType, body } of found.filter((one) => !told.has(one.id))) {
        signal.throwIfAborted();
        await tell({ id, type: eventType, body });
        remember(told, id);
        if (newest === undefined || id > newest) newest = id;
      }
      after = found.at(-1)?.id ?? after;
      more = found.length === PAGE;
    }
    await wait(LOOK_EVERY, undefined, { signal });
  }
}

/** The lowest UUIDv7 of a while before another. */
export function earlier(id: string): string {
  const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  const hex = Math.max(0, at - OVERLAP)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}${FROM_THE_BEGINNING.slice(13)}`;
}

/** A set keeps the order in which its members came: the first is the oldest. */
function remember(told: Set<string>, id: string): void {
  told.add(id);
  const [oldest] = told;
  if (told.size > MOST_REMEMBERED && oldest !== undefined) told.delete(oldest);
}
