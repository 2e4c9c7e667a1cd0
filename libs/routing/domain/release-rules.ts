import { dateIn, isSecurityKind, type Body, type StandingRuleId } from '#directory';
import { coversPurpose, isGiven, isUnexpired, leavesRoomFor, names } from './consent';
import type { FittingGrant, Grant } from './grants';
import { carriesCase, type RoutingInput } from './routing-input';
import type { RoutingReason } from './routing-result';

/** What a release rule looks at for one body that a rule, the sender or the lead would bring in. */
export interface ReleaseCase {
  readonly input: RoutingInput;
  readonly body: Body;
  readonly grants: readonly Grant[];
  readonly fitting: readonly FittingGrant[];
}

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
    holds: ({ grants, fitting }) => grants.length === 0 || fitting.length > 0,
    otherwise: 'No field profile fits this body, this kind of message and the age of the person.',
  },
  {
    id: 'CONSENT-INVESTIGATION',
    bodies: 'security',
    messages: 'case',
    holds: consentToInvestigation,
    otherwise: 'A police or security body needs unexpired consent to an investigation that names this body.',
  },
  {
    id: 'CONSENT-MISSING',
    bodies: 'other',
    messages: 'case',
    holds: (release) => givenConsent(release) !== undefined,
    otherwise: 'The person has not given consent.',
  },
  {
    id: 'CONSENT-EXPIRED',
    bodies: 'other',
    messages: 'case',
    holds: ifGiven((consent, release) => isUnexpired(consent, today(release))),
    otherwise: 'The consent has expired.',
  },
  {
    id: 'CONSENT-PURPOSE',
    bodies: 'other',
    messages: 'case',
    holds: ifGiven((consent) => coversPurpose(consent, 'assistance', 'protection')),
    otherwise: 'The consent covers neither assistance nor protection.',
  },
  {
    id: 'CONSENT-NOT-NAMED',
    bodies: 'other',
    messages: 'case',
    holds: ifGiven((consent, { body }) => leavesRoomFor(consent, body.slug)),
    otherwise: 'The consent names other bodies and not this one.',
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
  return provision === undefined ? { rule, text } : { rule, provision: provision.id, text };
}

function concerns(rule: ReleaseRule, { body, input }: ReleaseCase): boolean {
  if (rule.messages === 'case' && !carriesCase(input)) return false;
  return rule.bodies === 'every' || (rule.bodies === 'security') === isSecurityKind(body.kind);
}

function today({ input }: ReleaseCase): string {
  return dateIn(input.operation.timeZone, input.at);
}

type GivenConsent = NonNullable<RoutingInput['consent']>;

function givenConsent(release: ReleaseCase): GivenConsent | undefined {
  const { consent } = release.input;
  return isGiven(consent, today(release)) ? consent : undefined;
}

/** A condition on a consent that was given; a missing one has its own rule. */
function ifGiven(holds: (consent: GivenConsent, release: ReleaseCase) => boolean): ReleaseRule['holds'] {
  return (release) => {
    const consent = givenConsent(release);
    return consent === undefined || holds(consent, release);
  };
}

function consentToInvestigation(release: ReleaseCase): boolean {
  const consent = givenConsent(release);
  return (
    consent !== undefined &&
    isUnexpired(consent, today(release)) &&
    coversPurpose(consent, 'investigation') &&
    names(consent, release.body.slug)
  );
}

function agreementInForce(release: ReleaseCase): boolean {
  const day = today(release);
  return release.input.operation.agreements.some(
    ({ body, from, until }) => body === release.body.slug && from <= day && (until === undefined || day <= until),
  );
}
