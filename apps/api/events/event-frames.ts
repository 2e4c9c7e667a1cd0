import type { Uuid } from '#kernel';
import { deadlineOf, eventTypeOf, type EventLine } from '#referrals';

/** What a caller is told: ids, codes and times. */
export interface EventData {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  /** actual, exercise or test. */
  readonly status: string;
  readonly event: string;
  /** The recipient that it is about; null when it is about the whole. */
  readonly organisation: string | null;
  readonly state: string | null;
  readonly at: string;
  /** What belongs together has the same thread. */
  readonly thread: Uuid;
  /** The deadline that runs at the recipient; null when it is about the whole. */
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** Where to read more. */
  readonly href: string;
}

/** An event as the stream carries it (WHATWG HTML, server-sent events). */
export function eventFrame(line: EventLine, publicUrl: string): string {
  return `id: ${line.id}\nevent: ${eventTypeOf(line)}\ndata: ${JSON.stringify(dataOf(line, publicUrl))}\n\n`;
}

/** A place to come back to. It has no data, so that no event is dispatched, and only the last id changes. */
export function placeFrame(id: Uuid): string {
  return `id: ${id}\n\n`;
}

/** Tells that events are missing, and where to go on from. */
export function gapFrame(id: Uuid): string {
  return `id: ${id}\nevent: gap\ndata: {"reason":"too_old"}\n\n`;
}

/** How soon a browser comes back, milliseconds. */
export const RETRY_FRAME = 'retry: 2000\n\n';
export const HEARTBEAT_FRAME = ': still here\n\n';

function dataOf(line: EventLine, publicUrl: string): EventData {
  const { messageId, reference, kind, operation, status, event, organisation, state, at, sent } = line;
  const { dueAt, overdue } = deadlineOf(line, new Date());
  const place = sent ? (kind === 'referral' ? 'referrals' : 'messages') : 'inbox';
  return {
    ...{ messageId, reference, kind, operation, status, event, organisation, state },
    at: at.toISOString(),
    thread: line.threadId,
    dueAt: dueAt?.toISOString() ?? null,
    overdue,
    href: `${publicUrl}/v1/${place}/${messageId}`,
  };
}
