import type { Uuid } from '#kernel';
import type { Directory, Slug } from '#directory';
import { isWithheld, type Marks } from '#messages';
import type { Transaction } from '#platform/database';

/** What holds of the message that a case comes from, for one that passes it on or adds to it in its thread. */
export interface ThreadGrounds {
  /** Who sent it, where that is another body: it knows the case. */
  readonly from?: Slug;
  /** Consent to it was withdrawn as a whole. */
  readonly withdrawn: boolean;
  /** The parts in it that the sender of this message may know: those of its own recipients, or its own. */
  readonly parts: readonly {
    readonly body: Slug;
    readonly withheldAt: Date | null;
    readonly readableUntil: Date | null;
  }[];
  /** How it was marked to the sender of this message. */
  readonly tlp?: Marks['tlp'];
}

/** Of each message that goes on with a case: what holds of the one that it goes on from. Of others nothing. */
export async function threadsOf(
  { tx, directory }: { readonly tx: Transaction; readonly directory: Directory },
  messageIds: readonly Uuid[],
): Promise<Map<Uuid, ThreadGrounds>> {
  const rows = await tx.rows<{
    messageId: Uuid;
    senderId: Uuid;
    organisationId: Uuid;
    fromId: Uuid;
    withheldAt: Date | null;
    readableUntil: Date | null;
    tlp: Marks['tlp'];
    withdrawn: boolean;
  }>(
    // A referral of its own, on a consent of its own, has no such ground.
    `SELECT m.id AS "messageId", m.sender_id AS "senderId", r.organisation_id AS "organisationId", r.sender_id AS "fromId",
            r.withheld_at AS "withheldAt", r.readable_until AS "readableUntil", r.marks ->> 'tlp' AS tlp,
            coalesce(p.state = 'withdrawn', false) AS withdrawn
     FROM messages m
     JOIN recipients r ON r.message_id = coalesce(m.onward_of, m.in_reply_to) AND m.sender_id IN (r.organisation_id, r.sender_id)
     LEFT JOIN messages p ON p.id = r.message_id
     WHERE m.id = ANY ($1) AND (m.onward_of IS NOT NULL OR m.in_reply_to IS NOT NULL AND m.kind <> 'referral')`,
    [messageIds],
    'threads-of',
  );
  const threads = new Map<Uuid, ThreadGrounds>();
  for (const { messageId, senderId, organisationId, fromId, withheldAt, readableUntil, tlp, withdrawn } of rows) {
    const before = threads.get(messageId);
    const body = await directory.slugOf(organisationId);
    threads.set(messageId, {
      ...(fromId === senderId ? {} : { from: await directory.slugOf(fromId), tlp }),
      withdrawn: withdrawn || before?.withdrawn === true,
      parts: [...(before?.parts ?? []), { body, withheldAt, readableUntil }],
    });
  }
  return threads;
}

/** Why a body may not have what goes on with a case, whatever the rules say; undefined: nothing keeps it back. */
export function keptBack(
  thread: ThreadGrounds | undefined,
  { sender, body, at }: { readonly sender: Slug; readonly body: Slug; readonly at: Date },
): 'TAKEN-BACK' | 'MARK-TLP' | undefined {
  if (thread === undefined) return undefined;
  const taken = thread.parts.filter((part) => isWithheld(part, at)).map((part) => part.body);
  if (thread.withdrawn || taken.includes(sender) || taken.includes(body)) return 'TAKEN-BACK';
  const strict = thread.tlp === 'RED' || thread.tlp === 'AMBER+STRICT';
  return strict && body !== thread.from ? 'MARK-TLP' : undefined;
}
