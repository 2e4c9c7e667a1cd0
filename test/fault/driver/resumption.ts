import { only, type LedgerEntry } from './ledger';

/**
 * After each FLUSHALL, how long until all that was accepted before it, and not yet received by whom it was sent to, was
 * received; seconds, in the order of the flushes. What was never received counts as never: Infinity.
 */
export function resumptions(entries: readonly LedgerEntry[]): number[] {
  const times = receipts(entries);
  return only(entries, 'flushed').map(({ at }) => {
    const waiting = times.filter(({ accepted, received }) => accepted <= at && received > at);
    return waiting.reduce((longest, { received }) => Math.max(longest, received - at), 0) / 1_000;
  });
}

/** From the acceptance to the last receipt of a message, the longest of all, seconds. */
export function longestWay(entries: readonly LedgerEntry[]): number {
  return Math.max(0, ...receipts(entries).map(({ accepted, received }) => received - accepted)) / 1_000;
}

/** Per accepted message and body that it was sent to. */
function receipts(entries: readonly LedgerEntry[]): { accepted: number; received: number }[] {
  const to = new Map(only(entries, 'asked').map((entry) => [entry.key, entry.to]));
  const received = new Map(
    only(entries, 'received')
      .filter(({ type }) => type === 'referral.routed')
      .map(({ messageId, body, at }) => [`${messageId} ${body}`, at]),
  );
  return only(entries, 'accepted').flatMap(({ key, messageId, at }) =>
    (to.get(key) ?? []).map((body) => ({ accepted: at, received: received.get(`${messageId} ${body}`) ?? Infinity })),
  );
}
