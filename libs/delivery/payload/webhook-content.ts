import type { Uuid } from '#kernel';
import { witness } from '#evidence';
import type { Transaction } from '#platform/database';
import { bringsContent, type EventType } from '../domain/event-types';
import { encryptTo } from './encrypt';
import { thumbprintOf, type EncryptionKey } from './encryption-key';

/** What a body may read of a message now, in the words of the API. */
export interface ReadableContent {
  readonly recipientId: Uuid;
  readonly senderId: Uuid;
  readonly content: object;
}

/** Where content comes from: deliveries know none of it. */
export interface ContentSource {
  /** What a body may read of a message that it received; undefined when it did not, or may read nothing of it now. */
  read(tx: Transaction, messageId: Uuid, organisationId: Uuid): Promise<ReadableContent | undefined>;
  /** Told of content that could not be read or encrypted; its event goes out thin. */
  onFault(error: unknown): void;
}

/** What an event at one endpoint carries beside ids and times. */
export interface WebhookContent {
  /** Members of the body's `data`. */
  readonly data: { readonly encrypted: string } | { readonly tooLarge: true };
  /** Whose content it is; undefined when the event carries none after all. */
  readonly released?: { readonly recipientId: Uuid; readonly senderId: Uuid; readonly thumbprint: string };
}

/** An event for one endpoint. */
interface Told {
  readonly subscription: { readonly encryptionKey: EncryptionKey | null };
  readonly announcement: { readonly type: EventType; readonly organisationId: Uuid; readonly messageId: Uuid };
}

/** The longest JWE that a webhook carries, characters. */
export const LARGEST_JWE = 256 * 1_024;

/**
 * The encrypted content of events, each at its event's place: for endpoints whose body asked for it, and events that bring content to
 * a body. Whatever goes wrong with it leaves the event thin.
 */
export async function encryptedContents(
  tx: Transaction,
  told: readonly Told[],
  source: ContentSource | undefined,
): Promise<readonly (WebhookContent | undefined)[]> {
  if (!source) return [];
  const contents: (WebhookContent | undefined)[] = [];
  const read = new Map<string, ReadableContent | undefined>();
  for (const [place, { subscription, announcement }] of told.entries()) {
    const { encryptionKey } = subscription;
    const { organisationId, messageId, type } = announcement;
    if (!encryptionKey || !bringsContent(type)) continue;
    const one = `${organisationId}/${messageId}`;
    if (!read.has(one)) read.set(one, await readSafely(tx, source, messageId, organisationId));
    const readable = read.get(one);
    if (!readable) continue;
    try {
      contents[place] = await encrypted(encryptionKey, readable);
    } catch (error) {
      source.onFault(error);
    }
  }
  return contents;
}

/** What fails in the database here must not fail the event, so it is undone by itself. */
async function readSafely(
  tx: Transaction,
  source: ContentSource,
  messageId: Uuid,
  organisationId: Uuid,
): Promise<ReadableContent | undefined> {
  await tx.execute('SAVEPOINT content');
  try {
    const readable = await source.read(tx, messageId, organisationId);
    await tx.execute('RELEASE SAVEPOINT content');
    return readable;
  } catch (error) {
    await tx.execute('ROLLBACK TO SAVEPOINT content');
    source.onFault(error);
    return undefined;
  }
}

async function encrypted(key: EncryptionKey, readable: ReadableContent): Promise<WebhookContent> {
  const jwe = await encryptTo(key, readable.content);
  if (jwe.length > LARGEST_JWE) return { data: { tooLarge: true } };
  const { recipientId, senderId } = readable;
  return { data: { encrypted: jwe }, released: { recipientId, senderId, thumbprint: await thumbprintOf(key) } };
}

/** A delivery as it was written. */
interface Written {
  readonly id: Uuid;
  readonly endpoint_id: Uuid;
  readonly organisation_id: Uuid;
  readonly event_type: EventType;
  readonly message_id: Uuid;
  /** ISO 8601. */
  readonly at: string;
}

/** Marks deliveries that carry content, which stands at their places, and witnesses the access that each is, like a read. */
export async function noteContents(
  tx: Transaction,
  written: readonly Written[],
  contents: readonly (WebhookContent | undefined)[],
): Promise<void> {
  const carrying = written.flatMap((delivery, place) => {
    const released = contents[place]?.released;
    return released ? [{ delivery, released }] : [];
  });
  if (carrying.length === 0) return;
  // An event that was told before left no second delivery: nothing is marked then, and nothing was released.
  const marked = await tx.rows<{ id: Uuid }>(
    `UPDATE deliveries SET encrypted = true WHERE id = ANY($1) RETURNING id`,
    [carrying.map(({ delivery }) => delivery.id)],
    'mark-encrypted',
  );
  const ids = new Set(marked.map(({ id }) => id));
  await witness(
    tx,
    carrying.flatMap(({ delivery, released }) => {
      if (!ids.has(delivery.id)) return [];
      return [
        {
          action: 'content.sent' as const,
          at: new Date(delivery.at),
          subjectType: 'message' as const,
          subjectId: delivery.message_id,
          senderId: released.senderId,
          organisationId: delivery.organisation_id,
          detail: {
            recipient: released.recipientId,
            delivery: delivery.id,
            endpoint: delivery.endpoint_id,
            event: delivery.event_type,
            key: released.thumbprint,
          },
        },
      ];
    }),
  );
}
