import type { Operation } from '#directory';
import type { MessageRow, ReferralBody } from '#messages';
import { consentFactsOf } from './consent/consent-facts';
import type { ReleaseGrounds } from './consent/release-grounds';
import type { ChildProcedure, RoutingInput } from './domain/routing-input';

/**
 * What the rules look at in a referral: codes of its body and of its envelope. Without grounds, the consent is what the
 * body says.
 */
export function referralInput(
  message: Pick<MessageRow, 'kind' | 'priority' | 'addressees' | 'keywords'>,
  body: ReferralBody,
  context: { readonly operation: Operation; readonly sender: string; readonly at: Date } & Partial<ReleaseGrounds>,
): RoutingInput {
  const { trafficking } = body;
  const countries = (trafficking?.events ?? []).flatMap(({ country }) => (country === undefined ? [] : [country]));
  return {
    operation: context.operation,
    kind: message.kind,
    sender: context.sender,
    facts: {
      services: body.request.services,
      minor: body.person.isMinor,
      countries: [...new Set(countries)],
      exploitationTypes: trafficking?.exploitationTypes ?? [],
      keywords: message.keywords,
      priority: message.priority,
      ...(body.child ? { childProcedure: childProcedureOf(body.child) } : {}),
    },
    addressees: message.addressees,
    consent: context.consent ?? consentFactsOf(body),
    ...(context.exceptions ? { exceptions: context.exceptions } : {}),
    at: context.at,
  };
}

/** Only whether it was done: what the note says and who the guardian is are nobody's business here. */
function childProcedureOf({ bestInterestsNote, assent, guardian }: NonNullable<ReferralBody['child']>): ChildProcedure {
  return {
    bestInterestsNote: isFilled(bestInterestsNote),
    assent: assent === true,
    guardian: isFilled(guardian),
  };
}

function isFilled(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}
