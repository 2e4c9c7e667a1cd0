import { VERIFICATION_EVENT, isVerificationData, type VerificationEvent } from './challenge';
import { WebhookVerificationError } from './errors';
import type { MessageStatus } from './hub.types';

/** The events of the hub. There may be new ones: pass over what you do not know. */
export const eventTypes = [
  'referral.routed',
  'referral.updated',
  'referral.cancelled',
  'referral.recalled',
  'referral.erased',
  'referral.reminder',
  'referral.escalated',
  'message.routed',
  'message.updated',
  'message.cancelled',
  'message.recalled',
  'message.erased',
  'message.reminder',
  'exception.approved',
  'minutes.published',
  'action.assigned',
  'meeting.scheduled',
  'meeting.changed',
  'meeting.cancelled',
  'endpoint.disabled',
  'test.ping',
] as const;
export type EventType = (typeof eventTypes)[number];

/** What an event is about: ids, codes and times. */
export interface WebhookData {
  readonly messageId: string;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  /** Number of the event in its thread at your endpoint, from 1 without gaps. */
  readonly sequence: number;
  /** What belongs together has the same thread. */
  readonly thread: string;
  /** Mark exercises and tests everywhere, and count them nowhere. */
  readonly status: MessageStatus;
  /** Until when to acknowledge or, once acknowledged, to decide. ISO 8601, UTC. */
  readonly dueAt: string | null;
  readonly overdue: boolean;
  /** Which reminder it is. */
  readonly step?: string;
  /** The body that is late, for those who are not that body. */
  readonly organisation?: string;
  /** Of `minutes.published`: SHA-256 of the whole record, and of what your body has of it, hexadecimal. */
  readonly digest?: string;
  readonly renditionDigest?: string;
  /** Where to fetch more, with your API key. */
  readonly href: string;
  /** A compact JWE with the content, where your endpoint has a key: see `decryptContent`. */
  readonly encrypted?: string;
  /** The content was too large to come along: fetch it. */
  readonly tooLarge?: true;
}

/** A verified webhook: an event, or the hub's challenge to your endpoint. `isVerification` tells them apart. */
export type ReceivedEvent = WebhookEvent | VerificationEvent;

/** What happened. */
export interface WebhookEvent {
  /** `webhook-id`: the same on every attempt. Take each once. */
  readonly id: string;
  readonly type: EventType | (string & {});
  /** When it happened. ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: WebhookData;
}

export function isEventType(text: string): text is EventType {
  return (eventTypes as readonly string[]).includes(text);
}

/** @throws WebhookVerificationError `invalid_body` when the bytes are no event. */
export function readEvent(id: string, body: string): ReceivedEvent {
  const content = parsed(body);
  if (isObject(content)) {
    const { type, timestamp, data } = content;
    if (typeof type === 'string' && typeof timestamp === 'string') {
      if (type !== VERIFICATION_EVENT && isData(data)) return { id, type, timestamp, data };
      if (type === VERIFICATION_EVENT && isVerificationData(data)) return { id, type, timestamp, data };
    }
  }
  throw new WebhookVerificationError('invalid_body', 'The webhook is signed, but its body is no event of a hub.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members that a receiver acts upon. Others are as the hub documents them; more may come. */
function isData(value: unknown): value is WebhookData {
  if (!isObject(value)) return false;
  const texts = ['messageId', 'reference', 'kind', 'operation', 'thread', 'status', 'href'];
  const { sequence, encrypted } = value;
  return (
    texts.every((name) => typeof value[name] === 'string') &&
    Number.isSafeInteger(sequence) &&
    (encrypted === undefined || typeof encrypted === 'string')
  );
}
