/** What sort of body takes part. `police` and `security-force` are the security bodies. */
export const bodyKinds = [
  'mission-hq',
  'lead-agency',
  'un-agency',
  'human-rights',
  'police',
  'security-force',
  'mission',
  'nation',
  'nation-authority',
] as const;
export type BodyKind = (typeof bodyKinds)[number];

/** Whether a body of this kind gets a victim's data only on a ground that names it: consent to investigate, or an exception. */
export function isSecurityKind(kind: BodyKind): boolean {
  return kind === 'police' || kind === 'security-force';
}

/** What a body can offer and a referral can ask for (inter-agency referral form). */
export const serviceCodes = [
  'mental-health-psychosocial',
  'child-support',
  'family-tracing',
  'womens-services',
  'disability',
  'legal',
  'safe-shelter',
  'core-relief-items',
  'cash',
  'health-nutrition',
  'food',
  'shelter',
  'livelihoods-education',
  'protection',
  'voluntary-return',
  'investigation',
  'other',
] as const;
export type ServiceCode = (typeof serviceCodes)[number];

/** The groups of fields that a profile is a list of; every field of a message kind belongs to one. */
export const fieldGroups = [
  'case',
  'identity',
  'demographics',
  'contact',
  'trafficking',
  'palermo',
  'indicators',
  'request',
  'consent',
  'child',
  // What is said without a person's case: information, questions, answers, capacities.
  'information',
] as const;
export type FieldGroup = (typeof fieldGroups)[number];

/** What a person's data may be used for. */
export const purposes = ['assistance', 'protection', 'investigation', 'statistics'] as const;
export type Purpose = (typeof purposes)[number];

/** In which capacity a body receives a message, the strongest first. */
export const capacities = ['lead', 'action', 'information'] as const;
export type Capacity = (typeof capacities)[number];

export const priorityCodes = ['emergency', 'urgent', 'normal'] as const;
export type PriorityCode = (typeof priorityCodes)[number];

/** `presumed`: the age is not known and the person is treated as a child. */
export const minorStates = ['yes', 'no', 'presumed'] as const;
export type MinorState = (typeof minorStates)[number];

/** Whose cases a profile may show; a presumed minor is a child. */
export const profileAges = ['any', 'adults', 'children'] as const;
export type ProfileAges = (typeof profileAges)[number];

/** NATO security classifications, the lowest first. */
export const classifications = ['UNCLASSIFIED', 'RESTRICTED', 'CONFIDENTIAL', 'SECRET', 'COSMIC TOP SECRET'] as const;
export type Classification = (typeof classifications)[number];

/** Traffic Light Protocol 2.0 (FIRST), the strictest first. */
export const tlpMarks = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const;
export type Tlp = (typeof tlpMarks)[number];

/** What a body says of its capacity for a service. */
export const capacityStatuses = ['open', 'limited', 'full', 'suspended'] as const;
export type CapacityStatus = (typeof capacityStatuses)[number];

/** What a rule may ask of a body's capacity; `unknown`: it said nothing of any service that is asked for. */
export const capacityLevels = [...capacityStatuses, 'unknown'] as const;
export type CapacityLevel = (typeof capacityLevels)[number];

/** The kinds of message that are about one person's case, whatever is said of them. Only they ask for services. */
export const caseKinds: readonly string[] = ['referral', 'referral-update'];

/** The role of bodies that a child's case may go to before the procedure for children is complete. */
export const childProtectionRole = 'child-protection';

/** Whether a provision lets the hub do something or keeps it from doing it. */
export const provisionEffects = ['permits', 'forbids'] as const;
export type ProvisionEffect = (typeof provisionEffects)[number];

/**
 * The rules that hold in every operation, whatever its file says. Each operation names the provision behind each of
 * them (`enforces`), so that a refusal can be traced to a text that people agreed on.
 */
export const standingRuleIds = [
  'LEAD-AGENCY',
  'MANDATE',
  'AGREEMENT',
  'PROFILE',
  'MARK-CEILING',
  'MARK-CLASSIFICATION',
  'MARK-TLP',
  'MARK-CASE',
  'CHILD-PROCEDURE',
  'CONSENT-INVESTIGATION',
  'CONSENT-MISSING',
  'CONSENT-EXPIRED',
  'CONSENT-PURPOSE',
  'CONSENT-NOT-NAMED',
  'CONSENT-GROUPS',
  'RISK-TO-LIFE',
] as const;
export type StandingRuleId = (typeof standingRuleIds)[number];
