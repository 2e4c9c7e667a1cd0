import { invalidInput, uuidv7, type HubError, type Uuid } from '#kernel';
import { authorityOf, dateIn, type Operation } from '#directory';
import { changeDraft, findMessage, lockMessage, nextMessageState, openBody } from '#messages';
import { createMessage, erased, submitMessage, type NewMessage, type ReferralTools } from '#referrals';
import { consentOf, namesForPurpose } from '#routing';
import { knownCase, dealingPerson } from './known-case';
import { addressCase, insertCase } from './store/case.store';
import { insertKnowing } from './store/people.store';

/** The kind of message that an allegation is. */
export const NOTICE = 'accountability-notice';

/** An allegation as it is written down: the body after its kind's schema. */
export type NewNotice = Pick<NewMessage, 'operation' | 'priority' | 'status' | 'language' | 'body'>;

/** What of a body is looked at before it is sent. */
interface NoticeBody {
  readonly nation: string;
  readonly victimReferral?: Uuid;
}

/**
 * Keeps an allegation as a draft. Whoever writes it is the first who knows of it, and for now the only one.
 *
 * @throws HubError `forbidden` to a key; `invalid_input` with every problem of the body
 */
export async function draftNotice(tools: ReferralTools, notice: NewNotice): Promise<Uuid> {
  const { tx, caller, clock } = tools;
  const person = dealingPerson(caller);
  const id = uuidv7();
  const at = clock.now();
  const { organisationId } = caller;
  await insertKnowing(tx, { messageId: id, organisationId, personId: person.id, addedBy: person.id, at });
  const created = await createMessage(tools, { ...notice, id, kind: NOTICE, to: [] });
  if (!created) throw new Error('a notice cannot have been imported before');
  await insertCase(tx, { messageId: id, operationId: notice.operation, senderId: organisationId }, at);
  return id;
}

/**
 * Sends a draft to the authority that the nation designated, and to nobody else. What is refused stays a draft.
 *
 * @throws HubError `not_found`; `illegal_transition` when it was sent; `invalid_input`: `nation_not_in_operation`,
 *   `authority_not_designated`, or `consent_missing` for a victim's referral that does not allow it; `release_refused`
 */
export async function submitNotice(tools: ReferralTools, id: Uuid): Promise<void> {
  const { tx, vault, directory } = tools;
  const { operationId } = await knownCase(tools, id, 'sender', 'lock');
  const message = await lockMessage(tx, id);
  if (!message) throw new Error('a notice has no message');
  nextMessageState(message.state, 'submit');
  const body = await openBody(vault, message);
  if (!body) throw erased('notice');
  const { operation } = await directory.operation(operationId);
  const { nation, victimReferral } = body as unknown as NoticeBody;
  if (!isNation(operation, nation)) throw noSuchNation(operation);
  const authority = authorityOf(operation, nation);
  if (!authority) throw undesignated(nation);
  if (victimReferral !== undefined) await requireLinkAllowed(tools, operation, authority.slug, victimReferral);
  const [nationId, authorityId] = await Promise.all([directory.idOf(nation), directory.idOf(authority.slug)]);
  if (nationId === undefined || authorityId === undefined) throw new Error('a body of an operation is not on record');
  await changeDraft(tx, id, tools.clock.now(), { to: [authority.slug] });
  await addressCase(tx, id, {
    ...{ nationId, authorityId },
    ...(victimReferral === undefined ? {} : { victimId: victimReferral }),
  });
  await submitMessage(tools, id);
}

function isNation({ bodies }: Operation, nation: string): boolean {
  return bodies.some(({ slug, kind }) => slug === nation && kind === 'nation');
}

function noSuchNation({ id, bodies }: Operation): HubError {
  const nations = bodies.filter(({ kind }) => kind === 'nation').map(({ slug }) => slug);
  const message = `is no nation that takes part in ${id}. ${nations.length > 0 ? `Nations: ${nations.join(', ')}` : 'None does'}`;
  return invalidInput([{ pointer: '/body/nation', code: 'nation_not_in_operation', message }]);
}

function undesignated(nation: string): HubError {
  const message = `has designated no authority in this operation: ${nation} has to name one, and whoever runs the hub to enter it. The draft is kept`;
  return invalidInput([{ pointer: '/body/nation', code: 'authority_not_designated', message }]);
}

/** A victim is not linked to an allegation but by a consent to an investigation that names exactly this authority. */
async function requireLinkAllowed(
  { tx, clock, caller }: ReferralTools,
  { timeZone }: Operation,
  authority: string,
  referralId: Uuid,
): Promise<void> {
  const referral = await findMessage(tx, referralId);
  const refuse = (code: string, message: string): HubError =>
    invalidInput([{ pointer: '/body/victimReferral', code, message }]);
  if (referral?.kind !== 'referral' || referral.senderId !== caller.organisationId)
    throw refuse('unknown_message', 'is no referral that your body sent');
  const consent = await consentOf(tx, referralId);
  const today = dateIn(timeZone, clock.now());
  if (consent && namesForPurpose(consent, { body: authority, purpose: 'investigation', today })) return;
  throw refuse(
    'consent_missing',
    `rests on no consent in force that names ${authority} for an investigation: ask the person first, or leave the link out`,
  );
}
