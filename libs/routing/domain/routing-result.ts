import type { Capacity, FieldGroup, Slug } from '#directory';

/** One rule that led to a decision, and the provision that it rests on. Holds no personal data. */
export interface RoutingReason {
  readonly rule: string;
  readonly provision?: string;
  /** The version of the provision that was applied. */
  readonly version?: number;
  readonly text: string;
}

interface Decided {
  readonly organisation: Slug;
  /** At least one; of a recipient, the rule that set its capacity and profile comes first. */
  readonly reasons: readonly RoutingReason[];
}

/** What was decided for one body. */
export type RoutingDecision =
  | (Decided & {
      readonly outcome: 'recipient';
      readonly as: Capacity;
      readonly profile: string;
      /** Groups of fields that it may see: of the profile, those that the ground for the release covers. */
      readonly groups: readonly FieldGroup[];
    })
  | (Decided & {
      readonly outcome: 'refused' | 'not_concerned' | 'sender';
      readonly as?: undefined;
      readonly profile?: undefined;
      readonly groups?: undefined;
    });

/** One decision for each body of the operation and for each addressee that is not one, by slug. */
export interface RoutingResult {
  /** Digest of the operation whose rules decided. */
  readonly ruleSetVersion: string;
  readonly decisions: readonly RoutingDecision[];
}
