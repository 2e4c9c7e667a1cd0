import { useEffect, useSyncExternalStore } from 'react';
import { queryClient } from './query-client';

/** Events that concern what a page shows; each makes the lists be read again, at most once in a moment. */
const EVENTS = ['referral', 'message']
  .flatMap((kind) => ['routed', 'updated', 'cancelled', 'recalled', 'reminder'].map((what) => `${kind}.${what}`))
  .concat('gap');
/** Milliseconds for which events are gathered before the lists are read again. */
const GATHER = 150;
/** Milliseconds after which a stream that was refused is asked for again. */
const COME_BACK = 15_000;

let live = false;
const listeners = new Set<() => void>();

/** Follows the hub's events while a person who may is signed in. The browser comes back by itself, with the last id. */
export function useLiveEvents(allowed: boolean): void {
  useEffect(() => {
    if (!allowed) return undefined;
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touched = new Set<string>();
    const onEvent = (event: MessageEvent<string>): void => {
      const { messageId } = JSON.parse(event.data) as { messageId?: string };
      if (messageId !== undefined) touched.add(messageId);
      timer ??= setTimeout(() => {
        timer = undefined;
        const ids = new Set(touched);
        touched.clear();
        void queryClient.invalidateQueries({
          predicate: ({ queryKey }) =>
            liveLists.has(String(queryKey[0])) || queryKey.some((part) => ids.has(String(part))),
        });
      }, GATHER);
    };
    const follow = (): void => {
      source = new EventSource('/v1/events');
      source.addEventListener('open', () => {
        setLive(true);
      });
      source.addEventListener('error', () => {
        setLive(false);
        // After a refusal the browser does not come back by itself.
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(follow, COME_BACK);
      });
      for (const name of EVENTS) source.addEventListener(name, onEvent);
    };
    follow();
    return () => {
      clearTimeout(timer);
      clearTimeout(again);
      source?.close();
      setLive(false);
    };
  }, [allowed]);
}

/** First parts of the keys of lists, which every event makes old. What is of one message has its id in the key. */
const liveLists: ReadonlySet<string> = new Set(['inbox', 'referrals', 'messages', 'exceptions', 'thread']);

export function useIsLive(): boolean {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => live,
  );
}

function setLive(now: boolean): void {
  if (live === now) return;
  live = now;
  for (const changed of listeners) changed();
}

/** How often a list is read again: never by itself while events come, else every 30 seconds. */
export function useRefreshInterval(): number | false {
  return useIsLive() ? false : 30_000;
}
