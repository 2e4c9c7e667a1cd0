import { useSyncExternalStore } from 'react';

/** Milliseconds between two looks at the clock: spans are told in minutes at best. */
const PACE = 20_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time, which goes on while it is looked at. One clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(follow, () => now);
}

function follow(changed: () => void): () => void {
  listeners.add(changed);
  if (timer === undefined) now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const listener of listeners) listener();
  }, PACE);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
