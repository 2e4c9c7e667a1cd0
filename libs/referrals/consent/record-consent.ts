import { uuidv7 } from '#kernel';
import { witness } from '#evidence';
import { findConsent, insertConsents, type ConsentGrant, type ConsentRow } from '#routing';
import { requireTakingPart } from '../sending/check-referral';
import { readerOf } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { caseIndex } from './case-index';
import { requireSoundConsent, type WrittenConsent } from './check-consent';
import { sealDetails, type ConsentDetails } from './consent-record';
import { consentView, type ConsentView } from './read-consent';

export interface ConsentGiven extends WrittenConsent, ConsentDetails {
  /** The operation's id. */
  readonly operation: string;
}

/**
 * Records what a person agreed to, so that referrals can rest on it.
 *
 * @throws HubError `operation_unknown`; `invalid_input` with every problem by its pointer.
 */
export async function recordConsent(tools: ReferralTools, given: ConsentGiven): Promise<ConsentView> {
  const { operation } = await tools.directory.operation(given.operation);
  requireTakingPart(operation, tools.caller);
  requireSoundConsent(operation, given);
  return consentView(tools, await keep(tools, operation.id, given));
}

async function keep(
  { tx, vault, clock, caller }: ReferralTools,
  operationId: string,
  given: WrittenConsent & ConsentDetails,
): Promise<ConsentRow> {
  const id = uuidv7();
  const at = clock.now();
  const { dataKey, sealed } = await sealDetails(vault, id, {
    caseCode: given.caseCode,
    ...(given.givenBy === undefined ? {} : { givenBy: given.givenBy }),
    ...(given.restrictions === undefined ? {} : { restrictions: given.restrictions }),
    ...(given.evidence === undefined ? {} : { evidence: given.evidence }),
    ...(given.questions === undefined ? {} : { questions: given.questions }),
  });
  insertConsents(tx, [
    {
      id,
      operationId,
      organisationId: caller.organisationId,
      caseIndex: await caseIndex(vault, caller.organisationId, given.caseCode),
      given: given.given,
      date: given.date ?? null,
      expires: given.expires ?? null,
      grants: given.grants.map(codesOnly),
      dataKey: dataKey.reference,
      detailsSealed: sealed,
      at,
    },
  ]);
  await witness(tx, [
    {
      action: 'consent.recorded',
      at,
      actorId: caller.organisationId,
      subjectType: 'consent',
      subjectId: id,
      detail: { operation: operationId, given: given.given, parts: given.grants.length, ...readerOf(caller) },
    },
  ]);
  const record = await findConsent(tx, id);
  if (!record) throw new Error('a consent that was just recorded is not on record');
  return record;
}

/** A part as it is kept: the known members, and only those that were given. */
function codesOnly({ recipients, groups, purposes, expires }: ConsentGrant): ConsentGrant {
  return {
    purposes,
    ...(recipients === undefined ? {} : { recipients }),
    ...(groups === undefined ? {} : { groups }),
    ...(expires === undefined ? {} : { expires }),
  };
}
