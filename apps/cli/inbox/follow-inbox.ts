import { persistently, type HubClient, type InboxItem } from '#hub-client';

/** Seconds that the hub waits for something new before it answers with nothing. */
const WAIT = 25;

/**
 * Tells everything after the cursor, and then everything that arrives, until the signal. What the hub's outages hide is
 * told afterwards: the cursor is kept.
 */
export async function followInbox(
  hub: HubClient,
  {
    after,
    limit,
    signal,
    tell,
    onRetry,
  }: {
    readonly after: string;
    readonly limit?: number;
    readonly signal: AbortSignal;
    readonly tell: (item: InboxItem) => void;
    readonly onRetry: (error: unknown) => void;
  },
): Promise<void> {
  let cursor = after;
  try {
    for (;;) {
      const page = await persistently(
        () => hub.inbox({ after: cursor, wait: WAIT, signal, ...(limit === undefined ? {} : { limit }) }),
        { signal, onRetry },
      );
      page.data.forEach(tell);
      cursor = page.next ?? cursor;
    }
  } catch (error) {
    // The signal is how following ends.
    if (!signal.aborted) throw error;
  }
}
