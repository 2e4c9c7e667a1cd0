import { HubError, notFound, type Uuid } from '#kernel';
import { sealedPlaces } from '#messages';
import { witness } from '#evidence';
import { readerOf } from '../access/witness-read';
import { erased } from '../erasure/erased';
import type { ReferralTools } from '../tools';
import { findOpening, openedRecord } from './opening.store';
import { stateOf } from './opening-state';

/** A record as its sender wrote it, while it is open. */
export interface OpenedView {
  readonly opening: Uuid;
  readonly messageId: Uuid;
  readonly sender: string;
  readonly expiresAt: Date | null;
  readonly body: unknown;
}

/**
 * The one record, in full, to the one person who asked. Every look is evidence of its sender.
 *
 * @throws HubError `not_found`, also to everybody else; `illegal_transition` before it is approved and once it is over;
 * `erased`.
 */
export async function readOpened(tools: ReferralTools, id: Uuid): Promise<OpenedView> {
  const { tx, vault, clock, caller, directory } = tools;
  const at = clock.now();
  const opening = await findOpening(tx, id);
  if (!opening || opening.requestedBy !== caller.person?.id) throw notFound('opening');
  const opened = await openedRecord(tx, id, at);
  if (!opened) {
    const state = stateOf(opening, at);
    const why = state === 'approved' ? 'what was taken back from your body is not opened.' : `it is ${state}.`;
    throw new HubError('illegal_transition', `This opening shows nothing: ${why}`, {
      extra: { state, event: 'read', legal: [] },
    });
  }
  if (!opened.dataKey || !opened.bodySealed) throw erased('message');
  await witness(tx, [
    {
      action: 'content.read',
      at,
      actorId: caller.organisationId,
      subjectType: 'message',
      subjectId: opened.messageId,
      senderId: opening.senderId,
      organisationId: caller.organisationId,
      detail: { recipient: opened.recipientId, way: 'break_glass', opening: id, ...readerOf(caller) },
    },
  ]);
  return {
    opening: id,
    messageId: opened.messageId,
    sender: await directory.slugOf(opening.senderId),
    expiresAt: opening.expiresAt,
    body: vault.openJson(
      await vault.openDataKey(opened.dataKey),
      opened.bodySealed,
      sealedPlaces.body(opened.messageId),
    ),
  };
}
