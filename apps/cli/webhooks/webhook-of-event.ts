import type { EventData, StreamedEvent } from '#hub-client';
import type { Webhook } from './webhook';

type Told = Extract<StreamedEvent, { is: 'event' }>;

/** What a recipient's own moves are called: it is not told of them. */
const MOVES_OF_THE_SENDER = ['closed', 'reopened'];

/**
 * The webhook that the hub would make of an event of the stream for a body that has no endpoint; undefined where it makes
 * none: nobody is told of what it did itself.
 *
 * @param sequenceOf the next number of a thread
 */
export function webhookOfEvent({ id, type, data }: Told, sequenceOf: (thread: string) => number): Webhook | undefined {
  if (!isToldByWebhook(type, data)) return undefined;
  const { messageId, reference, kind, operation, status, at, href, event, organisation } = data;
  const thread = data.thread ?? messageId;
  const body = JSON.stringify({
    type,
    timestamp: at,
    data: {
      ...{ messageId, reference, kind, operation, sequence: sequenceOf(thread), thread, status },
      ...{ dueAt: data.dueAt ?? null, overdue: data.overdue ?? false },
      ...(type.endsWith('.reminder') ? { step: event } : {}),
      ...(type.endsWith('.reminder') && isSent(data) && organisation !== null ? { organisation } : {}),
      href,
    },
  });
  return { id, type, body };
}

function isToldByWebhook(type: string, data: EventData): boolean {
  if (data.organisation === null) return false;
  if (type.endsWith('.reminder')) return true;
  if (isSent(data)) return type.endsWith('.updated') && !MOVES_OF_THE_SENDER.includes(data.event);
  return !type.endsWith('.updated') || MOVES_OF_THE_SENDER.includes(data.event);
}

function isSent({ href }: EventData): boolean {
  return !new URL(href, 'http://hub').pathname.includes('/v1/inbox/');
}
