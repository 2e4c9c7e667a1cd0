import { invalidInput, type InputProblem, type Uuid } from '#kernel';
import type { Marks, MessageKind, MessageStatus } from '#messages';
import type { ReferralTools } from '../tools';
import type { NewMessage } from './new-message';

/** A message that another one refers to, as the caller sees it: it sent it, or received it. */
export interface SeenMessage {
  readonly id: Uuid;
  readonly kind: string;
  readonly operation: string;
  readonly threadId: Uuid;
  readonly inReplyTo: Uuid | null;
  readonly senderId: Uuid;
  readonly status: MessageStatus;
  readonly marks: Marks;
  readonly direction: 'sent' | 'received';
  /** Sent: the message's state. Received: the caller's own state in it. */
  readonly state: string;
}

export interface ReferredMessages {
  readonly repliedTo?: SeenMessage;
  readonly superseded?: SeenMessage;
}

/**
 * The messages that a new one replies to and supersedes.
 *
 * @throws HubError `invalid_input` for one that the caller does not know, or that cannot be replied to or superseded so.
 */
export async function referredMessages(
  tools: ReferralTools,
  kind: MessageKind,
  given: NewMessage,
): Promise<ReferredMessages> {
  const superseded = given.supersedes === undefined ? undefined : await seenMessage(tools, given.supersedes);
  // What takes the place of a reply goes on with the same message.
  const answered = superseded?.direction === 'sent' ? superseded.inReplyTo : null;
  const inReplyTo = given.inReplyTo ?? answered ?? undefined;
  const repliedTo = inReplyTo === undefined ? undefined : await seenMessage(tools, inReplyTo);
  const problems = [
    ...replyProblems(kind, given, repliedTo),
    ...(await supersedingProblems(tools, kind, given, superseded)),
  ];
  if (problems.length > 0) throw invalidInput(problems);
  return { ...(repliedTo ? { repliedTo } : {}), ...(superseded ? { superseded } : {}) };
}

/** A message of the caller's, or one in its inbox; undefined for what it does not know. */
export async function seenMessage(tools: ReferralTools, id: Uuid): Promise<SeenMessage | undefined> {
  return tools.tx.row<SeenMessage>(
    `SELECT id, kind, operation_id AS operation, thread_id AS "threadId", in_reply_to AS "inReplyTo",
            sender_id AS "senderId", message_status AS status, marks, 'sent' AS direction, state
     FROM messages WHERE id = $1 AND sender_id = $2
     UNION ALL
     SELECT message_id, kind, operation_id, thread_id, in_reply_to, sender_id, message_status, marks, 'received', state
     FROM recipients WHERE message_id = $1 AND organisation_id = $2`,
    [id, tools.caller.organisationId],
    'seen-message',
  );
}

/** Nobody replies to what was taken back, or to what nobody has yet. */
const UNANSWERABLE: readonly string[] = [
  'draft',
  'submitted',
  'cancelled',
  'withdrawn',
  'entered_in_error',
  'recalled',
  'recall_confirmed',
];

/** Whether a message may be replied to as it stands now. */
export function isAnswerable({ state }: SeenMessage): boolean {
  return !UNANSWERABLE.includes(state);
}

/** Who is replied to is not chosen: only a message that rules address may name others. */
export function addressingProblems(kind: MessageKind, { to }: Pick<NewMessage, 'to'>): InputProblem[] {
  if (kind.addressing !== 'reply' || to === undefined || to.length === 0) return [];
  const message = `is left out: a message of kind ${kind.name} goes to who sent what it replies to`;
  return [{ pointer: '/to', code: 'unexpected', message }];
}

function replyProblems(kind: MessageKind, given: NewMessage, repliedTo: SeenMessage | undefined): InputProblem[] {
  const refuse = (code: string, message: string): InputProblem[] => [{ pointer: '/inReplyTo', code, message }];
  if (given.inReplyTo === undefined && given.supersedes !== undefined && !repliedTo) return [];
  if (given.inReplyTo === undefined && !repliedTo) {
    if (kind.mustReply !== true) return [];
    return refuse('required', `a message of kind ${kind.name} replies to one: name it${ofKinds(kind)}`);
  }
  if (!repliedTo) return refuse('unknown_message', 'is no message that your body sent or received');
  if (kind.repliesTo && !kind.repliesTo.includes(repliedTo.kind))
    return refuse(
      'wrong_kind',
      `is of kind ${repliedTo.kind}; a message of kind ${kind.name} replies to one${ofKinds(kind)}`,
    );
  if (kind.addressing === 'reply' && repliedTo.direction === 'sent')
    return refuse('own_message', 'is your own message; reply to one that your body received');
  if (repliedTo.operation !== given.operation)
    return refuse('other_operation', `belongs to operation ${repliedTo.operation}; a thread stays in its operation`);
  if (given.status !== undefined && given.status !== repliedTo.status)
    return refuse('other_status', `is marked ${repliedTo.status}; a reply has the same status`);
  if (!isAnswerable(repliedTo)) return refuse('not_answerable', `is ${repliedTo.state}: it cannot be replied to`);
  return addressingProblems(kind, given);
}

function ofKinds(kind: MessageKind): string {
  return kind.repliesTo ? ` of kind ${kind.repliesTo.join(' or ')}` : '';
}

async function supersedingProblems(
  tools: ReferralTools,
  kind: MessageKind,
  given: NewMessage,
  superseded: SeenMessage | undefined,
): Promise<InputProblem[]> {
  if (given.supersedes === undefined) return [];
  const refuse = (code: string, message: string): InputProblem[] => [{ pointer: '/supersedes', code, message }];
  if (superseded?.direction !== 'sent') return refuse('unknown_message', 'is no message that your body sent');
  if (superseded.kind !== kind.name)
    return refuse('wrong_kind', `is of kind ${superseded.kind}; only a message of the same kind takes its place`);
  if (superseded.operation !== given.operation)
    return refuse('other_operation', `belongs to operation ${superseded.operation}; a thread stays in its operation`);
  if (given.status !== undefined && given.status !== superseded.status)
    return refuse('other_status', `is marked ${superseded.status}; what takes its place has the same status`);
  if (superseded.state !== 'routed')
    return refuse('not_sent', `is ${superseded.state}: only what was sent is superseded; a draft is changed`);
  const successor = await tools.tx.row<{ reference: string }>(
    `SELECT reference FROM messages WHERE supersedes = $1 AND state <> 'entered_in_error'`,
    [superseded.id],
  );
  return successor ? refuse('superseded_before', `was superseded by ${successor.reference}: supersede that one`) : [];
}
