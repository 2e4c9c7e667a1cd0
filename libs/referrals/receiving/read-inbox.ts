import type { Uuid } from '#kernel';
import { changeRecipient, listInbox, record, type InboxQuestion } from '#messages';
import { readerOf } from '../access/witness-read';
import { erased } from '../erasure/erased';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';
import { itemOf, type InboxItem } from './inbox-item';
import { receivedContent, type InboxContent } from './received-content';

/** A part of the caller's inbox, from a cursor on (the last sequence it has). */
export async function readInbox(
  tools: ReferralTools,
  asked: InboxQuestion,
): Promise<{ readonly data: InboxItem[]; readonly next: string | null }> {
  const now = tools.clock.now();
  const rows = await listInbox(tools.tx, tools.caller.organisationId, asked, now);
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
