import type { ConsentFacts, RoutingFacts } from '../domain/routing-input';

/** A message that nobody wrote: only what the rules look at. */
export interface RoutingQuestion {
  readonly operation: string;
  readonly kind: string;
  readonly facts: RoutingFacts;
  readonly to?: readonly string[];
  readonly consent?: ConsentFacts;
  /** Whether it is about a person's case; a referral and its updates always are. Absent: yes. */
  readonly carriesCase?: boolean;
}
