import type { EndpointTools } from '#delivery';
import type { HttpSender } from '#platform/http-client';
import type { ReferralTools } from '#referrals';

/** What the use cases of endpoints work with, for the body that calls. */
export function endpointTools({ tx, vault, clock, caller }: ReferralTools, sender: HttpSender): EndpointTools {
  return { tx, vault, clock, sender, organisationId: caller.organisationId };
}
