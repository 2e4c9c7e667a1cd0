import type {
  BodyKind,
  Capacity,
  CapacityLevel,
  Classification,
  FieldGroup,
  MinorState,
  PriorityCode,
  ProfileAges,
  ProvisionEffect,
  Purpose,
  ServiceCode,
  StandingRuleId,
} from './directory.codes';

/** The name by which a body is known in every operation, e.g. `unicef`. */
export type Slug = string;

/** A role mailbox through which a body is reached. Never a person: people change, the role stays. */
export interface ContactPoint {
  readonly role: string;
  readonly mailbox: string;
}

/** A body that takes part in an operation. */
export interface Body {
  readonly slug: Slug;
  readonly name: string;
  readonly shortName: string;
  readonly kind: BodyKind;
  /** Names that rules may use in place of the slug, e.g. `child-protection`. */
  readonly roles: readonly string[];
  readonly capabilities: readonly ServiceCode[];
  /** Of a nation's designated authority: the nation's body, whose personnel it answers for. A nation has at most one. */
  readonly answersFor?: Slug;
  /** The highest classification that it may receive. Absent: UNCLASSIFIED. */
  readonly clearance?: Classification;
  readonly focalPoint: ContactPoint;
  readonly backUp: ContactPoint;
}

/** Where a provision comes from; `begins` are the first words of the sentence it rests on. */
export interface ProvisionSource {
  readonly document: string;
  readonly section: string;
  readonly begins?: string;
}

/** One provision of the operation's plan on trafficking, in the hub's own words. */
export interface Provision {
  readonly id: string;
  readonly version: number;
  readonly effect: ProvisionEffect;
  readonly text: string;
  readonly source: ProvisionSource;
  /** The standing rules that carry this provision out. */
  readonly enforces?: readonly StandingRuleId[];
}

/** Which groups of fields a body may see, for which purpose, in which kinds of message. */
export interface FieldProfile {
  readonly id: string;
  readonly title: string;
  readonly purpose: Purpose;
  readonly ages: ProfileAges;
  /** Slugs or roles. */
  readonly bodies: readonly string[];
  /** Absent: every kind. */
  readonly kinds?: readonly string[];
  readonly groups: readonly FieldGroup[];
}

/** When a rule applies. Conditions are joined by "and", the values of one condition by "or"; no condition: always. */
export interface RuleCondition {
  readonly kinds?: readonly string[];
  /** Slugs or roles of the sending body. */
  readonly senders?: readonly string[];
  readonly services?: readonly ServiceCode[];
  readonly minor?: readonly MinorState[];
  /** ISO 3166-1 alpha-2 codes of countries that the case touches. */
  readonly areas?: readonly string[];
  /** Codes of `vic_TypeOfExploitation` (HTCDS 2.0). */
  readonly exploitationTypes?: readonly string[];
  readonly keywords?: readonly string[];
  readonly priorities?: readonly PriorityCode[];
  /** Asked of each body that the rule names: the best that it last said of the services asked for. */
  readonly capacity?: readonly CapacityLevel[];
}

/**
 * What a rule does to the bodies that it names by slug or role: `include` sends it to them, `allow` only lets a sender
 * address them, `refuse` keeps it from them and wins over both.
 */
export type RuleEffect =
  | { readonly include: readonly string[]; readonly as: Capacity; readonly profile: string }
  | { readonly allow: readonly string[]; readonly as: Capacity; readonly profile: string }
  | { readonly refuse: readonly string[] };

export interface RoutingRule {
  readonly id: string;
  readonly title: string;
  readonly provision: string;
  readonly when: RuleCondition;
  readonly then: RuleEffect;
}

/** A written information-sharing agreement with a body. Both days are included; without `until` it runs on. */
export interface Agreement {
  readonly body: Slug;
  readonly reference: string;
  readonly from: string;
  readonly until?: string;
}

/** The body that has the lead, and what it gets when no rule says more. */
export interface LeadAgency {
  readonly body: Slug;
  readonly as: Capacity;
  readonly profile: string;
}

/** Who watches over data protection in an operation: a body, and the role in it that is written to. */
export interface DataProtection {
  readonly body: Slug;
  readonly focalPoint: ContactPoint;
}

/** A series of coordination meetings, as the operation's file has it. */
export interface MeetingSeriesPlan {
  readonly id: string;
  readonly title: string;
  /** Slugs or roles of the bodies that are invited. */
  readonly bodies: readonly string[];
  readonly chair: Slug;
  readonly secretary: Slug;
  /** First meeting, on the wall of the operation's time zone: `2026-01-07T09:00`. */
  readonly start: string;
  readonly minutes: number;
  /** RRULE of RFC 5545. */
  readonly rule: string;
  readonly place?: string;
  readonly link?: string;
  /** How many bodies must be present for a decision. */
  readonly quorum?: number;
  readonly approval?: 'all' | 'quorum' | 'chair';
  /** Days after which silence approves minutes. */
  readonly silenceDays?: number;
}

/** A part of a contingent, or of headquarters, whose commander answers for it. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  /** The body that it belongs to: a nation's, or headquarters. */
  readonly body: Slug;
  /** How many people it has, where that is known. */
  readonly strength?: number;
}

/** A NATO-led mission in a theatre: one file in config/operations. */
export interface Operation {
  readonly id: string;
  /** Prefix of message references, e.g. `AFG`. */
  readonly code: string;
  readonly title: string;
  readonly mission: string;
  /** IANA name. */
  readonly timeZone: string;
  /** ISO 3166-1 alpha-2; `XK` is Kosovo (UNSCR 1244). */
  readonly countries: readonly string[];
  readonly classificationCeiling: Classification;
  /** Time to acknowledge, as ISO 8601 durations. */
  readonly deadlines: Readonly<Record<PriorityCode, string>>;
  readonly leadAgency: LeadAgency;
  /** Told of every exception. Absent: nobody is. */
  readonly dataProtection?: DataProtection;
  readonly bodies: readonly Body[];
  readonly agreements: readonly Agreement[];
  readonly provisions: readonly Provision[];
  readonly profiles: readonly FieldProfile[];
  readonly rules: readonly RoutingRule[];
  readonly meetingSeries?: readonly MeetingSeriesPlan[];
  /** Whose commanders acknowledge the provisions. */
  readonly units?: readonly Unit[];
  /** Days in which a unit is to acknowledge a new version of a provision. Absent: 30. */
  readonly provisionDays?: number;
  /** When reading is unusual: more records within an hour, or so many times what the reader's own hours had before. */
  readonly oversight?: { readonly recordsPerHour?: number; readonly timesUsual?: number };
  /** SHA-256 (hex) over the operation in canonical form: the version of its rule set. */
  readonly digest: string;
}
