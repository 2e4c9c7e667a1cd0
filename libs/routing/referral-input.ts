import type { Operation } from '#directory';
import type { MessageRow, ReferralBody } from '#messages';
import type { ChildProcedure, RoutingInput } from './domain/routing-input';

/** What the rules look at in a referral: codes of its body and of its envelope. */
export function referralInput(
  message: Pick<MessageRow, 'kind' | 'priority' | 'addressees' | 'keywords'>,
  body: ReferralBody,
  context: { readonly operation: Operation; readonly sender: string; readonly at: Date },
): RoutingInput {
  const { consent, trafficking } = body;
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
    consent: {
      given: consent.given,
      purposes: consent.purposes,
      ...(consent.recipients ? { recipients: consent.recipients } : {}),
      ...(consent.date === undefined ? {} : { date: consent.date }),
      ...(consent.expires === undefined ? {} : { expires: consent.expires }),
    },
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
