import { HubError, invalidInput, type Uuid } from '#kernel';
import { dateIn, isCalendarDate } from '#directory';
import { findMessage, openBody, record } from '#messages';
import { erased, readerOf, type ReferralTools } from '#referrals';
import { authorityPart } from './authority-part';
import { knownCase, dealingPerson } from './known-case';
import { viewNotice, type NoticeSummary } from './read-notice';
import { reporterPlace, type Reporter } from './reporter';
import { noteReporterReleased, type CaseRow } from './store/case.store';

/**
 * The authority is told who reported it, because the reporter agreed to that on a day. For good: what somebody read they know.
 *
 * @param consentedOn `YYYY-MM-DD`
 * @throws HubError `not_found`; `forbidden` to the authority; `invalid_input` for a day that is none or to come;
 *   `illegal_transition` before it is routed, a second time, and where it names no reporter; `erased`
 */
export async function releaseReporter(tools: ReferralTools, id: Uuid, consentedOn: string): Promise<NoticeSummary> {
  const { tx, vault, clock, caller } = tools;
  const person = dealingPerson(caller);
  const found = await knownCase(tools, id, 'sender', 'lock');
  const at = clock.now();
  await requireDay(tools, found, consentedOn);
  const recipient = await authorityPart(tools, found);
  if (!recipient) throw refused('it has not reached the authority yet. Ask again in a moment, or send it.');
  if (found.reporterReleasedAt) throw refused('the authority knows already.');
  const message = await findMessage(tx, id);
  const body = message && (await openBody(vault, message));
  if (!body || recipient.dataKey === null) throw erased('notice');
  const reporter = body['reporter'] as Reporter | undefined;
  if (!reporter) throw refused('the notice names nobody who reported it.');
  const dataKey = await vault.openDataKey(recipient.dataKey);
  await noteReporterReleased(tx, id, {
    by: person.id,
    at,
    reporterSealed: vault.sealJson(dataKey, { ...reporter }, reporterPlace(id)),
  });
  const about = { messageId: id, senderId: found.senderId, organisationId: recipient.organisationId };
  const entry = {
    ...({ action: 'accountability.reporter_released', at, actorId: caller.organisationId } as const),
    ...({ subjectType: 'message', subjectId: id, senderId: found.senderId } as const),
  };
  await record(tx, {
    timeline: [{ ...about, recipientId: recipient.id, event: 'reporter_released', actorId: caller.organisationId, at }],
    // Which person let them know is for the sender's own stream.
    evidence: [
      { ...entry, organisationId: recipient.organisationId, detail: { consentedOn } },
      { ...entry, detail: { consentedOn, ...readerOf(caller) } },
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

async function requireDay({ directory, clock }: ReferralTools, { operationId }: CaseRow, day: string): Promise<void> {
  const { operation } = await directory.operation(operationId);
  if (isCalendarDate(day) && day <= dateIn(operation.timeZone, clock.now())) return;
  const message = 'must be the day on which the reporter agreed, as YYYY-MM-DD, and not one to come';
  throw invalidInput([{ pointer: '/consentedOn', code: 'date', message }]);
}

function refused(why: string): HubError {
  return new HubError('illegal_transition', `Who reported it cannot be released: ${why}`, {
    extra: { state: 'kept', event: 'release_reporter', legal: [] },
  });
}
