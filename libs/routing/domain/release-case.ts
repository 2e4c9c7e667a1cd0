import type { Body } from '#directory';
import type { FittingGrant, Grant } from './grants';
import type { Ground } from './ground';
import type { RoutingInput } from './routing-input';

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
