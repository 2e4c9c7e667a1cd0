import type { Uuid } from '#kernel';
import { changeRecipient, listInbox, record } from '#messages';
import { readerOf } from '../access/witness-read';
import { erased } from '../erasure/erased';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';
import { itemOf, type InboxItem } from './inbox-item';
import { receivedContent, type InboxContent } from './received-content';

/** The caller's inbox after a cursor (the last sequence it has), oldest first. */
export async function readInbox(
  tools: ReferralTools,
  after: bigint,
  limit: number,
): Promise<{ readonly data: InboxItem[]; readonly next: string | null }> {
  const rows = await listInbox(tools.tx, tools.caller.organisationId, after, limit);
  const now = tools.clock.now();
  return { data: rows.map((row) => itemOf(row, now)), next: rows.at(-1)?.inboxSequence ?? null };
}

/**
 * One message with its released content. The read is evidence, and fetching counts as delivery.
 *
 * @throws HubError `not_found`; `erased` when its content is gone.
 */
export async function readInboxItem(tools: ReferralTools, messageId: Uuid): Promise<InboxContent> {
  const recipient = await lockInboxItem(tools, messageId);
  if (recipient.dataKey === null) throw erased('message');
  const at = tools.clock.now();
  if (!recipient.deliveredAt) await changeRecipient(tools.tx, recipient.id, at, { deliveredVia: 'poll' });
  await record(tools.tx, {
    timeline: [],
    evidence: [
      {
        action: 'content.read',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, ...readerOf(tools.caller) },
      },
    ],
    events: [],
  });
  return receivedContent(tools, recipient);
}
