import type { Operation } from '#directory';
import type { MessageRow, ReferralBody } from '#messages';
import { consentFactsOf } from './consent/consent-facts';
import type { ReleaseGrounds } from './consent/release-grounds';
import type { RoutingInput } from './domain/routing-input';

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
    },
    addressees: message.addressees,
    consent: context.consent ?? consentFactsOf(body),
    ...(context.exceptions ? { exceptions: context.exceptions } : {}),
    at: context.at,
  };
}
