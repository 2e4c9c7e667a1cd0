import type { EvidenceEntry } from '#evidence';
import { messageKinds, type JsonObject, type MessageRow } from '#messages';
import { insertConsents, type NewConsent } from '#routing';
import type { ReferralTools } from '../tools';
import { caseIndex } from './case-index';
import { grantsOf, sealDetails } from './consent-record';
import type { CaseWords } from './rest-on-consent';

/** A message that is sent, as far as its consent is concerned. */
interface Resting {
  readonly message: MessageRow;
  readonly body: JsonObject;
  /** Whether it rests on a record already. */
  readonly onRecord: boolean;
}

/**
 * Makes a record of what the bodies of messages say of consent, where they rest on none yet. One statement for all. A record
 * of this kind has its message's id, by which it is found.
 *
 * @returns the evidence, for the caller to write with the rest of the change.
 */
export async function keepOwnConsents(
  tools: ReferralTools,
  messages: readonly Resting[],
): Promise<readonly EvidenceEntry[]> {
  const at = tools.clock.now();
  const organisationId = tools.caller.organisationId;
  const kept = await Promise.all(
    messages
      .filter(({ message, onRecord }) => !onRecord && messageKinds.of(message.kind).consent !== undefined)
      .map(({ message, body }) => consentIn(tools, message, body, at)),
  );
  insertConsents(tools.tx, kept);
  return kept.map(({ id, operationId, given, grants }) => ({
    action: 'consent.recorded',
    at,
    actorId: organisationId,
    subjectType: 'consent',
    subjectId: id,
    detail: { operation: operationId, given, parts: grants.length, message: id },
  }));
}

async function consentIn(
  { vault, caller }: ReferralTools,
  message: MessageRow,
  body: JsonObject,
  at: Date,
): Promise<NewConsent> {
  const { consent, person } = body as unknown as CaseWords;
  const { given, date, expires, givenBy, restrictions, questions } = consent;
  const { id } = message;
  const { dataKey, sealed } = await sealDetails(vault, id, {
    caseCode: person.caseCode,
    ...(givenBy === undefined ? {} : { givenBy }),
    ...(restrictions === undefined ? {} : { restrictions }),
    ...(questions === undefined ? {} : { questions }),
  });
  return {
    id,
    operationId: message.operationId,
    organisationId: caller.organisationId,
    caseIndex: await caseIndex(vault, caller.organisationId, person.caseCode),
    given,
    date: date ?? null,
    expires: expires ?? null,
    grants: grantsOf(consent),
    dataKey: dataKey.reference,
    detailsSealed: sealed,
    at,
  };
}
