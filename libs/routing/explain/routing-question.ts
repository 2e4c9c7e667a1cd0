import type { CapacityStatus, ServiceCode } from '#directory';
import type { ConsentFacts, HandlingMarks, RiskToLifeException, RoutingFacts } from '../domain/routing-input';

/** A message that nobody wrote: only what the rules look at. */
export interface RoutingQuestion {
  readonly operation: string;
  readonly kind: string;
  readonly facts: RoutingFacts;
  readonly to?: readonly string[];
  readonly consent?: ConsentFacts;
  /** Whether it is about a person's case; a referral and its updates always are. Absent: yes. */
  readonly carriesCase?: boolean;
  readonly marks?: HandlingMarks;
  /** As if they were approved and held now. */
  readonly exceptions?: readonly Pick<RiskToLifeException, 'body' | 'groups'>[];
  /** What bodies are supposed to have said. Where one said two things of a service the last counts. */
  readonly capacities?: readonly {
    readonly body: string;
    readonly service: ServiceCode;
    readonly status: CapacityStatus;
  }[];
}
