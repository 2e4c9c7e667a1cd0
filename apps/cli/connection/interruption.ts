/** A signal that is given when the process is asked to end: Ctrl-C, or SIGTERM. */
export function interruption(): AbortSignal {
  const stop = new AbortController();
  const end = (): void => {
    stop.abort();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  return stop.signal;
}
