import type { Body, FieldGroup } from '#directory';
import type { FittingGrant, Grant } from './grants';
import type { ConsentFacts, ConsentGrant, RiskToLifeException, RoutingInput } from './routing-input';

/** The ground on which a body has a case: parts of the consent that cover it, and exceptions made for it. */
export interface Ground {
  /** The consent, if it was given. */
  readonly consent: ConsentFacts | undefined;
  /** The unexpired parts of it that let this very body have the case. None: it needs an exception. */
  readonly parts: readonly ConsentGrant[];
  /** The exceptions for this body that hold at the time of the message. At the instant at which one ends it is over. */
  readonly exceptions: readonly RiskToLifeException[];
  /** The groups of fields that the body may see: of its profile, those that its ground covers. */
  readonly groups: readonly FieldGroup[];
  /** Whether the body gets more than the consent alone would give it. */
  readonly restsOnException: boolean;
}

/** What the release rules look at for one body that a rule, the sender or the lead would bring in. */
export interface ReleaseCase {
  readonly input: RoutingInput;
  readonly body: Body;
  /** `YYYY-MM-DD` in the operation's time zone. */
  readonly today: string;
  readonly addressed: boolean;
  /** What the operation's rules would give it. */
  readonly grants: readonly Grant[];
  /**
   * The one of them that counts. It is chosen before anybody looks at consent, so that less consent can never turn the
   * choice to a profile that shows more. Undefined: none fits.
   */
  readonly chosen: FittingGrant | undefined;
  readonly ground: Ground;
}
