import { HubError, notFound, uuidv7, type Uuid } from '#kernel';
import { personOf } from '#identity';
import { findOwnRecipient, isWithheld } from '#messages';
import { readerOf } from '../access/witness-read';
import { erased } from '../erasure/erased';
import type { ReferralTools } from '../tools';
import { insertOpening } from './opening.store';
import { openingReason, readOpening, type OpeningView } from './read-opening';
import { witnessOpening } from './witness-opening';

export interface OpeningAsked {
  /** One record that the caller's body was sent. */
  readonly messageId: Uuid;
  /** Why it cannot wait. Kept sealed, and erased with the record. */
  readonly reason: string;
  /** For how long it is to be open, counted from the approval. */
  readonly minutes: number;
}

/**
 * A person asks to see all of a record that their body was sent, beyond what was released to it. Nothing is shown before
 * a person of the body that sent it, or of the operation's guard of personal data, approves; both are told.
 *
 * @throws HubError `forbidden` to a key; `not_found` for what the body was not sent; `erased`; `illegal_transition` for
 * what was taken back.
 */
export async function requestOpening(tools: ReferralTools, asked: OpeningAsked): Promise<OpeningView> {
  const { tx, vault, clock, caller, directory } = tools;
  const person = personOf(caller, 'Break-glass is asked for by a person who signed in, not by a key.');
  const recipient = await findOwnRecipient(tx, asked.messageId, caller.organisationId);
  if (!recipient) throw notFound('message');
  if (recipient.dataKey === null) throw erased('message');
  const at = clock.now();
  if (isWithheld(recipient, at))
    throw new HubError('illegal_transition', 'What was taken back from your body is not opened. Ask its sender.', {
      extra: { state: recipient.state, event: 'break_glass', legal: [] },
    });
  const { operation } = await directory.operation(recipient.operationId);
  const guardian = operation.dataProtection && (await directory.idOf(operation.dataProtection.body));
  const [id, dataKey] = [uuidv7(), await vault.createDataKey()];
  const opening = {
    id,
    operationId: recipient.operationId,
    messageId: recipient.messageId,
    senderId: recipient.senderId,
    organisationId: caller.organisationId,
    guardianId: guardian ?? null,
    minutes: asked.minutes,
    requestedBy: person.id,
    requestedAt: at,
  };
  await insertOpening(tx, {
    ...opening,
    dataKey: dataKey.reference,
    reasonSealed: vault.sealJson(dataKey, asked.reason, openingReason(id)),
  });
  const actor = { organisationId: caller.organisationId, detail: readerOf(caller) };
  await witnessOpening({ tx, at }, actor, opening, 'break_glass.requested');
  return readOpening(tools, id);
}
