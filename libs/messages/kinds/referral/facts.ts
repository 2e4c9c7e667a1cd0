import type { KindConsent, KindFacts } from '../../kind/message-kind';
import type { ReferralBody } from './referral-body';

/** A body that carries a case; an update of one may leave the request out. */
type CaseBody = Pick<ReferralBody, 'person' | 'trafficking' | 'consent' | 'child'> &
  Partial<Pick<ReferralBody, 'request'>>;

/** What the rules look at in a case: codes, and whether the procedure for a child was followed. */
export function caseFacts({ person, trafficking, request, child }: CaseBody): KindFacts {
  const countries = (trafficking?.events ?? []).flatMap(({ country }) => (country === undefined ? [] : [country]));
  return {
    services: request?.services ?? [],
    minor: person.isMinor,
    countries: [...new Set(countries)],
    exploitationTypes: trafficking?.exploitationTypes ?? [],
    childProcedure: {
      bestInterestsNote: (child?.bestInterestsNote ?? '').trim() !== '',
      assent: child?.assent === true,
      guardian: (child?.guardian ?? '').trim() !== '',
    },
  };
}

/** What the body says of the person's consent, as far as release depends on it. */
export function caseConsent({ consent }: CaseBody): KindConsent {
  return {
    given: consent.given,
    purposes: consent.purposes,
    ...(consent.recipients ? { recipients: consent.recipients } : {}),
    ...(consent.date === undefined ? {} : { date: consent.date }),
    ...(consent.expires === undefined ? {} : { expires: consent.expires }),
  };
}
