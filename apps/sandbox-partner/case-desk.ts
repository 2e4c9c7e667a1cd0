import { setTimeout as wait } from 'node:timers/promises';
import { errorCodeOf, isHubError, type HubClient, type InboxMessage, type JournalEntry } from '#hub-client';
import { decisionOn, type Habit } from './habits';
import type { Ledger } from './ledger';

export interface CaseDeskOptions {
  readonly client: HubClient;
  readonly habit: Habit;
  /** Ids of messages that were acted upon, however they were found. */
  readonly acted: Ledger;
  readonly note: (entry: JournalEntry) => void;
  /** Repeats what fails while the hub is away. */
  readonly persist: <T>(work: () => Promise<T>) => Promise<T>;
  readonly signal: AbortSignal;
}

/** Where the desk heard of a message; both ways are handled alike. */
export interface Found {
  readonly messageId: string;
  readonly href: string;
  readonly by: 'webhook' | 'inbox';
  /** Idempotency-Keys are made of it: the webhook-id, or the message's own id. */
  readonly key: string;
}

/** States in which a receiver has still something to do. */
const OPEN = ['pending', 'acknowledged'];

/** What a partner does with a message: fetch, check, acknowledge, decide. Once per message. */
export class CaseDesk {
  constructor(private readonly options: CaseDeskOptions) {}

  /** @returns whether it is done, now or before; false when it may be tried again */
  async handle(found: Found): Promise<boolean> {
    const { acted, note, signal } = this.options;
    if (!acted.take(found.messageId)) return true;
    try {
      await this.act(found);
      acted.finish(found.messageId);
      return true;
    } catch (error) {
      acted.drop(found.messageId);
      if (!signal.aborted) note({ event: 'failed', messageId: found.messageId, code: errorCodeOf(error) });
      return false;
    }
  }

  private async act(found: Found): Promise<void> {
    const { client, habit, persist } = this.options;
    const message = await persist(() => client.inboxMessageAt(found.href));
    if (message.messageId !== found.messageId) throw new HandlingError('another_message');
    if (!OPEN.includes(message.state)) return;
    if (!hasContent(message)) throw new HandlingError('no_content');
    await this.acknowledge(message, found, `ack-${found.key}`);
    if (habit.acknowledgesTwice) await this.acknowledge(message, found, `ack-again-${found.key}`);
    await this.decide(message, `decision-${found.key}`);
  }

  private async acknowledge(message: InboxMessage, found: Found, key: string): Promise<void> {
    const { client, note, persist } = this.options;
    const { receiptId } = await persist(() => client.acknowledge(message.messageId, key));
    const { messageId, reference } = message;
    note({ event: 'acknowledged', messageId, reference, receiptId, foundBy: found.by });
  }

  private async decide({ messageId, reference, capacity }: InboxMessage, key: string): Promise<void> {
    const { client, habit, note, persist, signal } = this.options;
    const decision = decisionOn(habit, reference, capacity);
    if (!decision) return;
    if (habit.decideAfterMs > 0) await wait(habit.decideAfterMs, undefined, { signal });
    try {
      await persist(() => client.decide(messageId, decision, key));
    } catch (error) {
      // Decided before a crash, or withdrawn by the sender meanwhile: there is nothing left to decide.
      if (isHubError(error, 'illegal_transition')) return;
      throw error;
    }
    note({ event: 'decided', messageId, reference, decision: decision.decision, reason: decision.reason ?? null });
  }
}

class HandlingError extends Error {
  constructor(readonly code: string) {
    super(code);
    this.name = 'HandlingError';
  }
}

function hasContent({ body }: InboxMessage): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length > 0;
}
