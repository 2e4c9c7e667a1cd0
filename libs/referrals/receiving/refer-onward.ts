import { HubError, type Uuid } from '#kernel';
import {
  isWithheld,
  nextStateOf,
  openRelease,
  validateReferralBody,
  type JsonObject,
  type MessageStatus,
  type Priority,
  type RecipientRow,
} from '#messages';
import { createMessage } from '../messages/create-message';
import { submitMessage } from '../messages/submit-message';
import { readReferralSummary, type ReferralSummary } from '../sending/read-referral';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';
import { decide } from './decide';

export interface OnwardGiven {
  /** Bodies that are asked to take the case up. */
  readonly to: readonly string[];
  readonly priority?: Priority;
  /** A consent that the caller itself took. Absent: the one on which it received the case binds it. */
  readonly consentId?: Uuid;
  /** For who sent the case. Kept sealed. */
  readonly note?: string;
}

/**
 * Refers a case that the caller received onward, as a referral of its own in the same thread, with what it may see of it.
 * The consent is checked again: a body that the person left out, or for what they did not agree to, is refused. The part
 * that the caller had in the case ends with this decision, in the same transaction.
 *
 * @throws HubError `not_found`; `illegal_transition`; `release_refused` when the marks keep it from being passed on, when
 * the caller sees too little of it, or with each body's reasons; `invalid_input`.
 */
export async function referOnward(tools: ReferralTools, messageId: Uuid, given: OnwardGiven): Promise<ReferralSummary> {
  const recipient = await lockInboxItem(tools, messageId);
  nextStateOf(recipient, 'refer_onward', 'recipient');
  requirePassable(recipient);
  const created = await createMessage(tools, {
    kind: recipient.kind,
    operation: recipient.operationId,
    priority: given.priority ?? (recipient.priority as Priority),
    status: recipient.messageStatus as MessageStatus,
    to: given.to,
    marks: recipient.marks,
    inReplyTo: messageId,
    body: await passedOn(tools, recipient, given),
    ...(given.consentId === undefined ? { onwardOf: messageId } : { consentId: given.consentId }),
  });
  if (!created) throw new Error('a message without import key cannot have been imported before');
  await submitMessage(tools, created.id);
  await decide(tools, messageId, {
    decision: 'onward_referred',
    onward: created.reference,
    ...(given.note === undefined ? {} : { note: given.note }),
  });
  return readReferralSummary(tools, created.id, 'message');
}

/** TLP 2.0: RED is for the eyes of its recipients, AMBER+STRICT for their own body. */
function requirePassable({ marks }: RecipientRow): void {
  if (marks.tlp !== 'RED' && marks.tlp !== 'AMBER+STRICT') return;
  throw new HubError(
    'release_refused',
    `It is marked TLP:${marks.tlp}: it stays with your body. Ask its sender to send it to others.`,
    { extra: { refused: [], rule: 'MARK-TLP' } },
  );
}

/** What the caller may see, as the body of a referral of its own. */
async function passedOn(tools: ReferralTools, recipient: RecipientRow, given: OnwardGiven): Promise<JsonObject> {
  const released = isWithheld(recipient, tools.clock.now())
    ? undefined
    : ((await openRelease(tools.vault, recipient)) as JsonObject | undefined);
  if (!released) throw new HubError('illegal_transition', 'The content of this case is no longer yours to pass on.');
  const missing = validateReferralBody(released).filter(
    ({ pointer }) => given.consentId === undefined || !pointer.startsWith('/body/consent'),
  );
  if (missing.length === 0) return released;
  throw new HubError(
    'release_refused',
    'Your body sees too little of this case to refer it onward. Ask its sender to send it to others.',
    { extra: { refused: [], missing: missing.map(({ pointer }) => pointer) } },
  );
}
