import { uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { EventType } from './domain/event-types';
import { withSettledStates } from './endpoints/settled-states';
import type { EncryptionKey } from './payload/encryption-key';
import { encryptedContents, noteContents, type ContentSource, type WebhookContent } from './payload/webhook-content';

/** Something that one body is to be told. */
export interface Announcement {
  readonly type: EventType;
  readonly organisationId: Uuid;
  /** Only this endpoint, whatever it subscribed to: a test event. */
  readonly endpointId?: Uuid;
  /** Not this endpoint: it is what the event is about. */
  readonly notAt?: Uuid;
  readonly messageId: Uuid;
  readonly recipientId?: Uuid;
  readonly threadId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  /** actual, exercise or test. */
  readonly status: string;
  /** The deadline that runs, or ran last: to acknowledge or, once acknowledged, to decide. */
  readonly dueAt?: Date;
  /** Whether that deadline had passed, unanswered, when this was announced. */
  readonly overdue: boolean;
  /** Which reminder it is. */
  readonly step?: string;
  /** Slug of the body that is reminded, for those who are not that body. */
  readonly late?: string;
  /** Of minutes: SHA-256 of the whole record, and of what the body has of it. */
  readonly digests?: { readonly digest: string; readonly renditionDigest: string };
  /** Where the receiver fetches the content, absolute. */
  readonly href: string;
  /** One announcement makes one delivery per endpoint, however often it is made. */
  readonly dedupeKey: string;
  readonly at: Date;
}

interface Subscription {
  readonly endpointId: Uuid;
  readonly state: 'unverified' | 'active' | 'paused' | 'disabled';
  /** The key that content is encrypted to; null: the endpoint gets none. */
  readonly encryptionKey: EncryptionKey | null;
  /** Which of the announcements it is told of. */
  readonly place: number;
}

/** An announcement at one of its body's endpoints. */
interface Told {
  readonly subscription: Subscription;
  readonly announcement: Announcement;
}

/** What became of announcements. */
export interface Announced {
  /** The endpoints to wake once the transaction is committed. */
  readonly wake: readonly Uuid[];
  /** Of bodies that have no endpoint, or none that works: to be told otherwise. Who paused its endpoint wanted that. */
  readonly withoutEndpoint: readonly Announcement[];
  /** Of bodies that have one in use at which everything is held. */
  readonly held: readonly Announcement[];
}

/**
 * Leaves one delivery per subscribed endpoint of the announced bodies, in the caller's transaction. Thin by design: ids
 * and times, never content in clear; where an endpoint asked for content, it comes from `source` and goes encrypted to the
 * endpoint's key. Deliveries to an endpoint that is not active are held. Of one message a body is told at most once per
 * call: of the last that is announced to it.
 */
export async function announce(
  tx: Transaction,
  announcements: readonly Announcement[],
  source?: ContentSource,
): Promise<Announced> {
  const once = [...new Map(announcements.map((one) => [`${one.organisationId}/${one.messageId}`, one])).values()];
  if (once.length === 0) return { wake: [], withoutEndpoint: [], held: [] };
  const subscriptions = await withSettledStates(tx, await subscriptionsTo(tx, once));
  const places = (some: readonly Subscription[]) => new Set(some.map(({ place }) => place));
  const subscribed = places(subscriptions.filter(isInUse));
  const active = subscriptions.filter(({ state }) => state === 'active');
  const reached = places(active);
  const told = subscriptions.flatMap((subscription) => {
    const announcement = once[subscription.place];
    return announcement ? [{ subscription, announcement }] : [];
  });
  if (told.length > 0) await leaveDeliveries(tx, told, source);
  return {
    wake: [...new Set(active.map(({ endpointId }) => endpointId))],
    withoutEndpoint: once.filter((_, place) => !subscribed.has(place)),
    held: once.filter((_, place) => subscribed.has(place) && !reached.has(place)),
  };
}

/** The endpoints that are to be told, one row for each of the announcements. */
function subscriptionsTo(tx: Transaction, announcements: readonly Announcement[]): Promise<Subscription[]> {
  return tx.rows<Subscription>(
    `SELECT e.id AS "endpointId", e.state, CASE WHEN e.payload = 'encrypted' THEN e.encryption_key END AS "encryptionKey",
            (told.n - 1)::int AS place
     FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[])
       WITH ORDINALITY AS told (organisation_id, type, endpoint_id, not_at, n)
     JOIN webhook_endpoints e ON e.organisation_id = told.organisation_id AND e.state <> 'deleted'
       AND e.id IS DISTINCT FROM told.not_at
       AND coalesce(e.id = told.endpoint_id, e.event_types IS NULL OR told.type = ANY(e.event_types))
     ORDER BY told.n, e.id`,
    [
      announcements.map(({ organisationId }) => organisationId),
      announcements.map(({ type }) => type),
      announcements.map(({ endpointId }) => endpointId ?? null),
      announcements.map(({ notAt }) => notAt ?? null),
    ],
    'announce-subscriptions',
  );
}

async function leaveDeliveries(
  tx: Transaction,
  told: readonly Told[],
  source: ContentSource | undefined,
): Promise<void> {
  const sequences = await nextSequences(tx, told);
  const contents = await encryptedContents(tx, told, source);
  const rows = told.map(({ subscription, announcement }, index) => {
    const sequence = sequences.get(inThread(subscription.endpointId, announcement.threadId)) ?? 1;
    const content = contents[index];
    return {
      id: uuidv7(),
      endpoint_id: subscription.endpointId,
      organisation_id: announcement.organisationId,
      event_type: announcement.type,
      dedupe_key: announcement.dedupeKey,
      message_id: announcement.messageId,
      recipient_id: announcement.recipientId ?? content?.released?.recipientId ?? null,
      thread_id: announcement.threadId,
      sequence,
      body: webhookBody(announcement, sequence, content),
      held: subscription.state !== 'active',
      at: announcement.at.toISOString(),
    };
  });
  // Not waited for: what fails in it fails the transaction.
  tx.later(
    `WITH told AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, endpoint_id uuid, organisation_id uuid, event_type text,
         dedupe_key text, message_id uuid, recipient_id uuid, thread_id uuid, sequence integer, body text, held boolean, at timestamptz)
     ), kept AS (
       INSERT INTO deliveries (id, endpoint_id, organisation_id, event_type, dedupe_key, message_id, recipient_id, thread_id,
         sequence, body, created_at)
       SELECT id, endpoint_id, organisation_id, event_type, dedupe_key, message_id, recipient_id, thread_id, sequence, body, at
       FROM told
       ON CONFLICT (endpoint_id, dedupe_key) DO NOTHING
       RETURNING id
     )
     INSERT INTO waiting_deliveries (delivery_id, endpoint_id, organisation_id, thread_id, sequence, held, next_attempt_at)
     SELECT id, endpoint_id, organisation_id, thread_id, sequence, held, now() FROM told JOIN kept USING (id)`,
    [JSON.stringify(rows)],
    'announce-insert',
  );
  await noteContents(tx, rows, contents);
}

/** An endpoint that was never verified, or that the hub gave up, tells nobody of anything. */
function isInUse({ state }: Subscription): boolean {
  return state === 'active' || state === 'paused';
}

const inThread = (endpointId: Uuid, threadId: Uuid): string => `${endpointId}/${threadId}`;

/**
 * The next number of each thread at each endpoint, so that a receiver sees what it missed. Who numbers several takes them
 * in one order, so that two at once wait instead of deadlocking.
 */
async function nextSequences(tx: Transaction, told: readonly Told[]): Promise<Map<string, number>> {
  const rows = await tx.rows<{ endpointId: Uuid; threadId: Uuid; sequence: number }>(
    `INSERT INTO endpoint_threads AS t (endpoint_id, thread_id, organisation_id, last_sequence)
     SELECT endpoint_id, thread_id, organisation_id, 1
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS told (endpoint_id, thread_id, organisation_id)
     ORDER BY endpoint_id, thread_id
     ON CONFLICT (endpoint_id, thread_id) DO UPDATE SET last_sequence = t.last_sequence + 1
     RETURNING endpoint_id AS "endpointId", thread_id AS "threadId", last_sequence AS sequence`,
    [
      told.map(({ subscription }) => subscription.endpointId),
      told.map(({ announcement }) => announcement.threadId),
      told.map(({ announcement }) => announcement.organisationId),
    ],
    'announce-sequences',
  );
  return new Map(rows.map(({ endpointId, threadId, sequence }) => [inThread(endpointId, threadId), sequence]));
}

/** The bytes that are signed and sent on every attempt: written once, here. */
function webhookBody(announcement: Announcement, sequence: number, content: WebhookContent | undefined): string {
  return JSON.stringify({
    type: announcement.type,
    timestamp: announcement.at.toISOString(),
    data: {
      messageId: announcement.messageId,
      reference: announcement.reference,
      kind: announcement.kind,
      operation: announcement.operation,
      sequence,
      thread: announcement.threadId,
      status: announcement.status,
      dueAt: announcement.dueAt?.toISOString() ?? null,
      overdue: announcement.overdue,
      ...(announcement.step === undefined ? {} : { step: announcement.step }),
      ...(announcement.late === undefined ? {} : { organisation: announcement.late }),
      ...announcement.digests,
      href: announcement.href,
      ...content?.data,
    },
  });
}
