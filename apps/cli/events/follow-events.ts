import { persistently, type HubClient, type StreamedEvent } from '#hub-client';

type Told = Extract<StreamedEvent, { is: 'event' }>;

/** Events may come twice, but not from long ago. */
const MOST_REMEMBERED = 5_000;
/** Milliseconds; a hub that starts anew is not crowded by those who come back. */
const LONGEST_WAIT = 5_000;

/**
 * Tells what happens, each event once, until the signal. After an outage it goes on where it was.
 *
 * @throws what does not pass: a key that does not hold (any more), for example
 */
export async function followEvents(
  hub: HubClient,
  {
    since,
    signal,
    tell,
    onGap,
    onRetry,
  }: {
    readonly since?: string;
    readonly signal: AbortSignal;
    readonly tell: (event: Told) => void;
    readonly onGap: () => void;
    readonly onRetry: (error: unknown) => void;
  },
): Promise<void> {
  let place = since;
  const told = new Set<string>();
  const follow = async (): Promise<never> => {
    for await (const block of hub.events({ signal, ...(place === undefined ? {} : { after: place }) })) {
      place = block.id;
      if (block.is === 'gap') onGap();
      if (block.is !== 'event' || told.has(block.id)) continue;
      tell(block);
      told.add(block.id);
      if (told.size <= MOST_REMEMBERED) continue;
      // A set keeps the order in which its members came: the first is the oldest.
      const [oldest] = told;
      if (oldest !== undefined) told.delete(oldest);
    }
    throw new Error('a stream of events ends with an error');
  };
  try {
    await persistently(follow, { signal, onRetry, longestWaitMs: LONGEST_WAIT });
  } catch (error) {
    // The signal is how following ends.
    if (!signal.aborted) throw error;
  }
}
