import type { Uuid } from '#kernel';
import { legalMoves, lockOwnRecipient, record, sealedPlaces, type RecipientRow } from '#messages';
import { acknowledge, readerOf, settlePart, type ReferralTools } from '#referrals';
import { isEnded, requireLegal, type NationStatus } from './domain/nation-status';
import { knownCase } from './known-case';
import { viewNotice, type NoticeSummary } from './read-notice';
import { changeStatus } from './store/case.store';

export interface StatusGiven {
  readonly nationStatus: NationStatus;
  /** Words of the authority to the sender; kept sealed. */
  readonly note?: string;
}

/**
 * The authority says how an allegation stands. Receiving it acknowledges it; a verdict, or dismissal, is the answer that was
 * waited for.
 *
 * @throws HubError `not_found`; `forbidden` to the sender; `illegal_transition` with what may follow
 */
export async function noteNationStatus(tools: ReferralTools, id: Uuid, given: StatusGiven): Promise<NoticeSummary> {
  const { tx, vault, clock, caller } = tools;
  const found = await knownCase(tools, id, 'authority', 'lock');
  const { nationStatus, note } = given;
  requireLegal(found, nationStatus);
  const at = clock.now();
  const proceedings = nationStatus === 'repatriated' ? found.proceedings : nationStatus;
  await changeStatus(tx, id, {
    status: nationStatus,
    proceedings,
    statusAt: at,
    repatriatedAt: nationStatus === 'repatriated' ? at : found.repatriatedAt,
  });
  const recipient = await ownPart(tools, id);
  await moveOn(tools, recipient, isEnded(proceedings));
  const { dataKey } = recipient;
  const about = { messageId: id, senderId: found.senderId, organisationId: caller.organisationId };
  await record(tx, {
    timeline: [
      {
        ...about,
        recipientId: recipient.id,
        event: 'nation_status',
        ...(found.status === null ? {} : { from: found.status }),
        to: nationStatus,
        actorId: caller.organisationId,
        ...(note === undefined || dataKey === null
          ? {}
          : { noteSealed: vault.sealJson(await vault.openDataKey(dataKey), note, sealedPlaces.note(recipient.id)) }),
        at,
      },
    ],
    evidence: [
      {
        action: 'accountability.status_changed',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: found.senderId,
        organisationId: caller.organisationId,
        detail: { from: found.status, to: nationStatus, ...readerOf(caller) },
      },
    ],
    events: [],
  });
  return viewNotice(tools, id);
}

async function ownPart({ tx, caller }: ReferralTools, id: Uuid): Promise<RecipientRow> {
  const recipient = await lockOwnRecipient(tx, id, caller.organisationId);
  if (!recipient) throw new Error('an authority knows of a notice that it was not sent');
  return recipient;
}

/** What that makes of the authority's part: taken up, in hand, answered. What was answered or closed before stays so. */
async function moveOn(tools: ReferralTools, recipient: RecipientRow, ended: boolean): Promise<void> {
  const legal = legalMoves(recipient, 'recipient');
  if (recipient.state === 'pending') {
    await acknowledge(tools, recipient.messageId);
    return;
  }
  if (ended && legal.includes('answer')) await settlePart(tools, recipient, 'completed', recipient.messageId);
  else if (!ended && legal.includes('start')) await settlePart(tools, recipient, 'in_progress', recipient.messageId);
}
