import { notFound, type Uuid } from '#kernel';
import type { ReferralTools } from '../tools';
import { seenMessage } from './referred-messages';

/** A message of a thread as one of its parties sees it: no content. */
export interface ThreadMessage {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly direction: 'sent' | 'received';
  readonly sender: string;
  readonly inReplyTo: Uuid | null;
  readonly supersedes: Uuid | null;
  readonly subject: string | null;
  readonly status: string;
  /** Sent: the message's state. Received: the caller's own state in it. */
  readonly state: string;
  readonly at: Date;
}

/**
 * The thread of a message: what the caller sent and received in it, oldest first. What others wrote to one another in the
 * same thread is not there.
 *
 * @throws HubError `not_found`, also for a message that the caller neither sent nor received.
 */
export async function readThread(tools: ReferralTools, messageId: Uuid): Promise<ThreadMessage[]> {
  const message = await seenMessage(tools, messageId);
  if (!message) throw notFound('message');
  return tools.tx.rows<ThreadMessage>(
    `SELECT t."messageId", t.reference, t.kind, t.direction, o.slug AS sender, t."inReplyTo", t.supersedes, t.subject,
            t.status, t.state, t.at
     FROM (
       SELECT id AS "messageId", reference, kind, 'sent' AS direction, sender_id, in_reply_to AS "inReplyTo", supersedes,
              subject, message_status AS status, state, coalesce(sent_at, created_at) AS at
       FROM messages WHERE thread_id = $1 AND sender_id = $2
       UNION ALL
       SELECT message_id, reference, kind, 'received', sender_id, in_reply_to, supersedes, subject, message_status, state,
              routed_at
       FROM recipients WHERE thread_id = $1 AND organisation_id = $2
     ) t JOIN organisations o ON o.id = t.sender_id ORDER BY t.at, t."messageId"`,
    [message.threadId, tools.caller.organisationId],
    'read-thread',
  );
}
