import { isSecurityKind, type StandingRuleId } from '#directory';
import { childProcedureHolds } from './child-procedure';
import { coversPurpose, isUnexpired, leavesRoomFor, partsOf } from './consent';
import { helping } from './ground';
import { isWithin, marksOf } from './marks';
import type { ReleaseCase } from './release-case';
import { carriesCase, type ConsentFacts, type ConsentGrant, type RoutingInput } from './routing-input';
import type { RoutingReason } from './routing-result';

/** A condition on which a body receives a message; where it does not hold the body is refused. */
export interface ReleaseRule {
  readonly id: StandingRuleId;
  readonly bodies: 'every' | 'security' | 'other';
  readonly messages: 'every' | 'case';
  readonly holds: (release: ReleaseCase) => boolean;
  readonly otherwise: string;
}

/** The release rules, in the order in which their refusals are listed. All of them must hold. */
export const releaseRules: readonly ReleaseRule[] = [
  {
    id: 'MANDATE',
    bodies: 'every',
    messages: 'every',
    holds: ({ grants }) => grants.length > 0,
    otherwise: 'No rule of the operation foresees that this body receives this message.',
  },
  {
    id: 'MARK-CEILING',
    bodies: 'every',
    messages: 'every',
    holds: ({ input }) => isWithin(marksOf(input).classification, input.operation.classificationCeiling),
    otherwise: 'The message is classified above the ceiling of the operation.',
  },
  {
    id: 'MARK-CLASSIFICATION',
    bodies: 'every',
    messages: 'every',
    holds: ({ input, body }) => isWithin(marksOf(input).classification, body.clearance ?? 'UNCLASSIFIED'),
    otherwise: 'The message is classified above the clearance of this body.',
  },
  {
    id: 'MARK-TLP',
    bodies: 'every',
    messages: 'every',
    holds: ({ input, addressed }) => addressed || marksOf(input).tlp !== 'RED',
    otherwise: 'A message marked TLP:RED goes only to bodies that the sender addressed.',
  },
  {
    id: 'MARK-CASE',
    bodies: 'every',
    messages: 'case',
    holds: ({ input }) => !['GREEN', 'CLEAR'].includes(marksOf(input).tlp),
    otherwise: "A message about a person's case cannot be marked TLP:GREEN or TLP:CLEAR.",
  },
  {
    id: 'AGREEMENT',
    bodies: 'every',
    messages: 'every',
    holds: agreementInForce,
    otherwise: 'No information-sharing agreement with this body is in force.',
  },
  {
    id: 'PROFILE',
    bodies: 'every',
    messages: 'every',
    holds: ({ grants, chosen }) => grants.length === 0 || chosen !== undefined,
    otherwise: 'No field profile fits this body, this kind of message and the age of the person.',
  },
  {
    id: 'CHILD-PROCEDURE',
    bodies: 'every',
    messages: 'case',
    holds: childProcedureHolds,
    otherwise:
      "A child's case goes beyond the lead agency and child protection only with a best-interests note, and with the child's assent or a guardian.",
  },
  {
    id: 'CONSENT-INVESTIGATION',
    bodies: 'security',
    messages: 'case',
    holds: unlessLifeIsAtRisk(({ ground }) => ground.parts.length > 0),
    otherwise: 'A police or security body needs unexpired consent to an investigation that names this body.',
  },
  {
    id: 'CONSENT-MISSING',
    bodies: 'other',
    messages: 'case',
    holds: unlessLifeIsAtRisk(({ ground }) => ground.consent !== undefined),
    otherwise: 'The person has not given consent.',
  },
  {
    id: 'CONSENT-EXPIRED',
    bodies: 'other',
    messages: 'case',
    holds: ifGiven(
      (consent, { body, today }) =>
        isUnexpired(consent, today) &&
        someOf(forBody(forHelp(partsOf(consent)), body.slug), (part) => isUnexpired(part, today)),
    ),
    otherwise: 'The consent has expired.',
  },
  {
    id: 'CONSENT-PURPOSE',
    bodies: 'other',
    messages: 'case',
    holds: ifGiven((consent) => partsOf(consent).some((part) => coversPurpose(part, helping))),
    otherwise: 'The consent covers neither assistance nor protection.',
  },
  {
    id: 'CONSENT-NOT-NAMED',
    bodies: 'other',
    messages: 'case',
    holds: ifGiven((consent, { body }) => someOf(forHelp(partsOf(consent)), (part) => leavesRoomFor(part, body.slug))),
    otherwise: 'The consent names other bodies and not this one.',
  },
  {
    id: 'CONSENT-GROUPS',
    bodies: 'every',
    messages: 'case',
    holds: groupsMakeSense,
    otherwise: 'The consent or exception does not cover the fields without which this body cannot take the case up.',
  },
];

/** The refusals of one body, each with the provision that it rests on; none: it may receive the message. */
export function refusals(release: ReleaseCase): RoutingReason[] {
  return releaseRules
    .filter((rule) => concerns(rule, release) && !rule.holds(release))
    .map((rule) => standingReason(release.input, rule.id, rule.otherwise));
}

/** A reason that names a standing rule and the provision behind it. */
export function standingReason({ operation }: RoutingInput, rule: StandingRuleId, text: string): RoutingReason {
  const provision = operation.provisions.find((each) => each.enforces?.includes(rule));
  return provision === undefined ? { rule, text } : { rule, provision: provision.id, version: provision.version, text };
}

function concerns(rule: ReleaseRule, { body, input }: ReleaseCase): boolean {
  if (rule.messages === 'case' && !carriesCase(input)) return false;
  return rule.bodies === 'every' || (rule.bodies === 'security') === isSecurityKind(body.kind);
}

/** A condition on consent; an exception for the body stands in for it. */
function unlessLifeIsAtRisk(holds: ReleaseRule['holds']): ReleaseRule['holds'] {
  return (release) => release.ground.exceptions.length > 0 || holds(release);
}

/** A condition on a consent that was given; a missing one has its own rule. */
function ifGiven(holds: (consent: ConsentFacts, release: ReleaseCase) => boolean): ReleaseRule['holds'] {
  return unlessLifeIsAtRisk((release) => {
    const { consent } = release.ground;
    return consent === undefined || holds(consent, release);
  });
}

/**
 * The parts of a consent narrowed down: to those for help, then to those for the body. Where nothing is left, the wider
 * list stands, so that each rule tells of its own lack. Together the rules hold only if one part has all that it needs.
 */
function forHelp(parts: readonly ConsentGrant[]): readonly ConsentGrant[] {
  return narrowed(parts, (part) => coversPurpose(part, helping));
}

function forBody(parts: readonly ConsentGrant[], body: string): readonly ConsentGrant[] {
  return narrowed(parts, (part) => leavesRoomFor(part, body));
}

function narrowed(parts: readonly ConsentGrant[], by: (part: ConsentGrant) => boolean): readonly ConsentGrant[] {
  const left = parts.filter(by);
  return left.length > 0 ? left : parts;
}

/** A consent without any part lacks a purpose, and is told so once. */
function someOf(parts: readonly ConsentGrant[], holds: (part: ConsentGrant) => boolean): boolean {
  return parts.length === 0 || parts.some(holds);
}

/** Something must be left to see; and the case code, by which everybody speaks of the case, where the profile has it. */
function groupsMakeSense({ chosen, ground }: ReleaseCase): boolean {
  const grounded = ground.parts.length > 0 || ground.exceptions.length > 0;
  if (chosen === undefined || !grounded) return true;
  return chosen.groups.includes('case') ? ground.groups.includes('case') : ground.groups.length > 0;
}

function agreementInForce({ input, body, today }: ReleaseCase): boolean {
  return input.operation.agreements.some(
    ({ body: partner, from, until }) =>
      partner === body.slug && from <= today && (until === undefined || today <= until),
  );
}
