import type { Uuid } from '#kernel';
import { findMessage, openBody, record, type MessageRow } from '#messages';
import { submitReferral, type Submitted } from '../sending/submit-referral';
import type { ReferralTools } from '../tools';
import { settleQuestion } from './settle-question';

/**
 * Sends a draft of any kind on its way, as `submitReferral` does, with what that makes of the messages it refers to: the
 * question that it answers is settled, the message that it supersedes says so.
 *
 * @throws HubError as `submitReferral`; `illegal_transition` when the question was answered or declined before.
 */
export async function submitMessage(tools: ReferralTools, id: Uuid): Promise<Submitted> {
  const submitted = await submitReferral(tools, id, 'message');
  const message = await findMessage(tools.tx, id);
  if (!message) throw new Error('a message that was submitted is not on record');
  const body = await openBody(tools.vault, message);
  if (body) await settleQuestion(tools, message, body);
  await noteSuperseding(tools, message);
  return submitted;
}

async function noteSuperseding(tools: ReferralTools, message: MessageRow): Promise<void> {
  if (!message.supersedes) return;
  const at = tools.clock.now();
  const about = { senderId: message.senderId, actorId: message.senderId, at };
  const detail = { by: message.id, reference: message.reference };
  await record(tools.tx, {
    timeline: [{ ...about, messageId: message.supersedes, event: 'superseded', detail }],
    evidence: [
      { ...about, action: 'message.superseded', subjectType: 'message', subjectId: message.supersedes, detail },
    ],
    events: [],
  });
}
