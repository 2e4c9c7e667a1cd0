import { HubError, type Uuid } from '#kernel';
import { record } from '#messages';
import { readerOf, type ReferralTools } from '#referrals';
import { isEnded } from './domain/nation-status';
import { authorityPart } from './authority-part';
import { knownCase, dealingPerson } from './known-case';
import { viewNotice, type NoticeSummary } from './read-notice';
import { reasonPlace } from './repatriation-reason';
import { noteRepatriationRequest, type CaseRow } from './store/case.store';

/**
 * A senior commander asks the nation to repatriate whom the allegation is against. Once, and with the reason, which the
 * authority reads.
 *
 * @throws HubError `not_found`; `forbidden` to a key and to the authority; `illegal_transition` before it is routed, when
 *   it was asked or done before, and once the nation acquitted or dismissed
 */
export async function requestRepatriation(tools: ReferralTools, id: Uuid, reason: string): Promise<NoticeSummary> {
  const { tx, vault, clock, caller } = tools;
  const person = dealingPerson(caller);
  const found = await knownCase(tools, id, 'sender', 'lock');
  const recipient = await authorityPart(tools, found);
  if (!recipient || !mayBeAsked(found)) throw refused(found, recipient === undefined);
  if (recipient.dataKey === null) throw refused(found, false);
  const at = clock.now();
  const dataKey = await vault.openDataKey(recipient.dataKey);
  await noteRepatriationRequest(tx, id, {
    by: person.id,
    at,
    reasonSealed: vault.sealJson(dataKey, reason, reasonPlace(id)),
  });
  const about = { messageId: id, senderId: found.senderId, organisationId: recipient.organisationId };
  await record(tx, {
    timeline: [
      { ...about, recipientId: recipient.id, event: 'repatriation_requested', actorId: caller.organisationId, at },
    ],
    evidence: [
      {
        action: 'accountability.repatriation_requested',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: found.senderId,
        organisationId: recipient.organisationId,
        // Which person it was is for the sender's own stream, not for the nation's.
        detail: {},
      },
      {
        action: 'accountability.repatriation_requested',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: found.senderId,
        detail: readerOf(caller),
      },
    ],
    events: [
      {
        topic: 'accountability.asked',
        threadId: recipient.threadId,
        messageId: id,
        recipientId: recipient.id,
        organisationId: caller.organisationId,
      },
    ],
  });
  return viewNotice(tools, id);
}

function mayBeAsked({ proceedings, repatriatedAt, repatriationRequestedAt }: CaseRow): boolean {
  if (repatriatedAt !== null || repatriationRequestedAt !== null) return false;
  return !isEnded(proceedings) || proceedings === 'convicted';
}

function refused({ status, repatriationRequestedAt }: CaseRow, isUnsent: boolean): HubError {
  const why = isUnsent
    ? 'it has not reached the authority yet. Ask again in a moment, or send it.'
    : repatriationRequestedAt
      ? 'it was asked for before.'
      : `the nation says "${status ?? 'none'}".`;
  return new HubError('illegal_transition', `Repatriation cannot be asked for: ${why}`, {
    extra: { state: status ?? 'none', event: 'request_repatriation', legal: [] },
  });
}
