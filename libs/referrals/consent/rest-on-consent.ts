import { HubError, invalidInput, isUuid, type Uuid } from '#kernel';
import type { Operation } from '#directory';
import type { ReferralBody } from '#messages';
import { findConsent, type ConsentRow } from '#routing';
import type { ReferralTools } from '../tools';
import { caseIndex } from './case-index';
import { contradictionsWith } from './check-consent';
import { openDetails, sectionOf } from './consent-record';

/** The parts of a body that say whose case it is, and what the person agreed to. */
export type CaseWords = Pick<ReferralBody, 'person' | 'consent'>;

/** A record that a draft is to rest on, and the draft's body with its section filled in from there. */
export interface Resting {
  readonly body: unknown;
  /** To be called once the body is known to be valid. @throws HubError `invalid_input` where the two contradict. */
  readonly check: (valid: CaseWords) => Promise<void>;
}

/**
 * Reads the record that a draft names, and fills the body's `consent` from it as far as it is left out.
 *
 * @throws HubError `invalid_input` for a record that is not the caller's, is of another operation, or was withdrawn.
 */
export async function restOnConsent(
  tools: ReferralTools,
  operation: Operation,
  consentId: Uuid,
  body: unknown,
): Promise<Resting> {
  const record = await usable(tools, operation, consentId);
  const section = sectionOf(record, await openDetails(tools.vault, record));
  return {
    body: filled(body, section),
    check: async (valid) => {
      const problems = contradictionsWith(section, valid.consent);
      const index = await caseIndex(tools.vault, tools.caller.organisationId, valid.person.caseCode);
      if (!index.equals(record.caseIndex))
        problems.push({
          pointer: '/body/person/caseCode',
          code: 'contradiction',
          message: 'is not the case that the consent record is about. Name the consent of this person.',
        });
      if (problems.length > 0) throw invalidInput(problems);
    },
  };
}

async function usable(tools: ReferralTools, operation: Operation, consentId: Uuid): Promise<ConsentRow> {
  const record = isUuid(consentId) ? await findConsent(tools.tx, consentId) : undefined;
  if (!record)
    throw refused('consent_unknown', 'is no consent record of your body. GET /v1/consents lists those that there are.');
  if (record.operationId !== operation.id)
    throw refused('consent_elsewhere', `was recorded for operation ${record.operationId}, not for ${operation.id}.`);
  if (record.state === 'withdrawn')
    throw refused(
      'consent_withdrawn',
      'was withdrawn. Nothing may be sent on it; record a new consent if there is one.',
    );
  return record;
}

/** A consent was named for a message of a kind that is about no person. */
export function restsOnNone(kind: string): HubError {
  return refused('unexpected', `a message of kind ${kind} is about no person and rests on no consent: leave it out`);
}

function refused(code: string, message: string): HubError {
  return invalidInput([{ pointer: '/consentId', code, message }]);
}

function filled(body: unknown, section: ReferralBody['consent']): unknown {
  if (!isObject(body)) return body;
  const own = body['consent'];
  if (own === undefined) return { ...body, consent: section };
  return isObject(own) ? { ...body, consent: { ...section, ...own } } : body;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
