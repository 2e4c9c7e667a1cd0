import type { AccountedMessage } from './hub-account';
import { only, type EventNamed, type LedgerEntry } from './ledger';

/** What became of the hub's promises. */
export interface Verdict {
  readonly accepted: number;
  /** Accepted messages that the hub, or one of those whom they were sent to, does not have. */
  readonly lost: number;
  /** What there is more than once: a message, a delivery of one to a body, an acknowledgement. */
  readonly secondEffects: number;
  /** Pairs of message and recipient with exactly one acknowledgement: in timeline, evidence and receipts. */
  readonly acknowledgements: number;
  /** In words, each promise that was broken; empty when all were kept. */
  readonly broken: readonly string[];
}

interface Findings {
  readonly lost: Set<string>;
  readonly second: string[];
  readonly other: string[];
  acknowledgements: number;
}

/** Compares what happened outside of the hub with what the hub says of itself. */
export function judge(entries: readonly LedgerEntry[], account: readonly AccountedMessage[]): Verdict {
  const found: Findings = { lost: new Set(), second: [], other: [], acknowledgements: 0 };
  const asked = new Map(only(entries, 'asked').map((entry) => [entry.key, entry]));
  const accepted = only(entries, 'accepted');
  const messages = new Map(account.map((message) => [message.id, message]));
  const effects = new Effects(entries);
  for (const entry of accepted) {
    const ask = asked.get(entry.key);
    if (ask) judgeOne(ask, entry, messages.get(entry.messageId), effects, found);
    else found.other.push(`${entry.reference} was accepted, and nobody asked for it`);
  }
  const known = new Set(accepted.map(({ messageId }) => messageId));
  for (const { id, reference } of account)
    if (!known.has(id)) found.second.push(`${reference} is in the hub and was never accepted`);
  for (const [webhookId, times] of effects.byWebhook)
    if (times > 1) found.second.push(`webhook ${webhookId} took effect ${times} times`);
  for (const { key, code } of only(entries, 'refused')) found.other.push(`${key} was refused: ${code}`);
  for (const { body, webhookId, code } of only(entries, 'unsound'))
    found.other.push(`webhook ${webhookId} at ${body} was not sound: ${code}`);
  const unanswered = asked.size - accepted.length;
  if (unanswered !== 0) found.other.push(`${unanswered} of ${asked.size} submissions were not accepted`);
  return {
    accepted: accepted.length,
    lost: found.lost.size,
    secondEffects: found.second.length,
    acknowledgements: found.acknowledgements,
    broken: [...[...found.lost].map((reference) => `${reference} is lost`), ...found.second, ...found.other],
  };
}

function judgeOne(
  { sender, to }: EventNamed<'asked'>,
  { messageId, reference }: EventNamed<'accepted'>,
  message: AccountedMessage | undefined,
  effects: Effects,
  found: Findings,
): void {
  const recipients = message?.recipients ?? {};
  if (message?.state !== 'routed') found.lost.add(reference);
  for (const body of Object.keys(recipients))
    if (!to.includes(body)) found.second.push(`${reference} went to ${body}, which it was not sent to`);
  for (const body of to) {
    const routed = effects.of('referral.routed', messageId, body);
    if (routed === 0 || !recipients[body]) found.lost.add(reference);
    if (routed > 1) found.second.push(`${reference} came to ${body} as ${routed} different webhooks`);
    const { timeline = 0, evidence = 0 } = recipients[body] ?? {};
    const receipts = effects.receipts(messageId, body);
    const counts = [timeline, evidence, receipts];
    const told = `${reference} at ${body} is acknowledged ${counts.join(', ')} times (timeline, evidence, receipts)`;
    if (counts.every((count) => count === 1)) found.acknowledgements += 1;
    else (Math.max(...counts) > 1 ? found.second : found.other).push(told);
  }
  const updates = effects.of('referral.updated', messageId, sender);
  if (updates !== to.length)
    (updates > to.length ? found.second : found.other).push(
      `${sender} was told ${updates} times of the ${to.length} acknowledgements of ${reference}`,
    );
}

/** Effects at the receivers, by what they are about. */
class Effects {
  readonly byWebhook = new Map<string, number>();
  private readonly byTopic = new Map<string, number>();
  private readonly byPair = new Map<string, Set<string>>();

  constructor(entries: readonly LedgerEntry[]) {
    for (const { type, messageId, body, webhookId } of only(entries, 'received')) {
      count(this.byTopic, `${type} ${messageId} ${body}`);
      count(this.byWebhook, `${webhookId} at ${body}`);
    }
    for (const { messageId, body, receiptId } of only(entries, 'acknowledged')) {
      const pair = `${messageId} ${body}`;
      this.byPair.set(pair, (this.byPair.get(pair) ?? new Set()).add(receiptId));
    }
  }

  of(type: string, messageId: string, body: string): number {
    return this.byTopic.get(`${type} ${messageId} ${body}`) ?? 0;
  }

  /** Different receipts: asked again, the hub gives the same one. */
  receipts(messageId: string, body: string): number {
    return this.byPair.get(`${messageId} ${body}`)?.size ?? 0;
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
