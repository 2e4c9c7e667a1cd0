import {
  capacities,
  isSecurityKind,
  namesBody,
  type Body,
  type Capacity,
  type FieldGroup,
  type FieldProfile,
  type Operation,
} from '#directory';
import { carriesCase, type RoutingInput } from './routing-input';
import type { RoutingReason } from './routing-result';

/** What a rule would give a body: a capacity and a profile. */
export interface Grant {
  readonly as: Capacity;
  readonly profile: string;
  readonly reason: RoutingReason;
}

/** A grant whose profile may be used for this body and this message. */
export interface FittingGrant extends Grant {
  /** What the profile shows. */
  readonly groups: readonly FieldGroup[];
}

/** The grants that may be used: the profile exists, was made for the body and the kind, and fits the person's age. */
export function fittingGrants(grants: readonly Grant[], body: Body, input: RoutingInput): FittingGrant[] {
  return grants.flatMap((grant) => {
    const profile = profileOf(input.operation, grant.profile);
    if (profile === undefined || !fits(profile, body, input)) return [];
    return [{ ...grant, groups: profile.groups }];
  });
}

/** The strongest capacity; among equals the profile that shows least, so that no two rules add up to more. */
export function chosenGrant(grants: readonly FittingGrant[]): FittingGrant | undefined {
  return [...grants].sort(byPreference)[0];
}

function profileOf(operation: Operation, id: string): FieldProfile | undefined {
  return operation.profiles.find((profile) => profile.id === id);
}

function fits(profile: FieldProfile, body: Body, input: RoutingInput): boolean {
  const forBody = namesBody(profile.bodies, body);
  const forKind = profile.kinds?.includes(input.kind) ?? true;
  // In a person's case, what is for an investigation is for security bodies, and nothing else is.
  const forPurpose = !carriesCase(input) || isSecurityKind(body.kind) === (profile.purpose === 'investigation');
  return forBody && forKind && forPurpose && fitsAge(profile, input);
}

function fitsAge(profile: FieldProfile, { facts }: RoutingInput): boolean {
  switch (profile.ages) {
    case 'any':
      return true;
    case 'adults':
      return facts.minor === 'no';
    case 'children':
      return facts.minor !== 'no';
  }
}

function byPreference(left: FittingGrant, right: FittingGrant): number {
  return (
    capacities.indexOf(left.as) - capacities.indexOf(right.as) ||
    left.groups.length - right.groups.length ||
    compareText(left.profile, right.profile) ||
    compareText(left.reason.rule, right.reason.rule)
  );
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
