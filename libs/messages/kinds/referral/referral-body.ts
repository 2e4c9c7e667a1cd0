import type { caseStatuses, referralReasons } from './codes/case.codes';
import type { CodeOf } from '../../schema/code-list';
import type { consentPurposes, consentQuestions, consentStates } from './codes/consent.codes';
import type { countries } from './codes/country.codes';
import type { forcedLabourIndustries } from './codes/forced-labour-industry.codes';
import type { indicatorDimensions, indicatorSets, indicatorStrengths } from './codes/indicator.codes';
import type { palermoActs, palermoMeans, palermoPurposes } from './codes/palermo.codes';
import type { ageGroups, educationLevels, genders, maritalStatuses, minorStates } from './codes/person.codes';
import type { priorities, risks, services } from './codes/request.codes';
import type {
  controlMethods,
  exploitationTypes,
  historicEventTypes,
  recruitmentMethods,
  relationshipsToTrafficker,
  sexualExploitationTypes,
  statusDecisionOrganisations,
  traffickingStatuses,
  websitesAndApps,
} from './codes/trafficking.codes';

/** A calendar date, `YYYY-MM-DD`. */
export type IsoDate = string;
/** ISO 3166-1 alpha-2, or XK for Kosovo. */
export type CountryCode = CodeOf<typeof countries>;
/** Three letters, ISO 639-2 (or 639-3 where 639-2 has none). */
export type LanguageCode = string;
export type MinorState = CodeOf<typeof minorStates>;
export type AgeGroup = CodeOf<typeof ageGroups>;
export type Service = CodeOf<typeof services>;
export type Risk = CodeOf<typeof risks>;
export type Priority = CodeOf<typeof priorities>;
export type ConsentPurpose = CodeOf<typeof consentPurposes>;
export type ConsentQuestion = CodeOf<typeof consentQuestions>;

export interface PersonName {
  readonly salutation?: string;
  readonly given?: string;
  readonly family?: string;
  /** Middle names, father's name, nickname. */
  readonly other?: string;
}

/** Where the person is or gets mail; may be a safe house, so street, city and postal code are P4. */
export interface PersonAddress {
  readonly street?: string;
  readonly city?: string;
  readonly province?: string;
  readonly postalCode?: string;
  readonly country?: CountryCode;
}

export interface PersonContact {
  readonly email?: string;
  readonly homePhone?: string;
  readonly mobilePhone?: string;
  readonly address?: PersonAddress;
}

export interface ReferralPerson {
  /** The person's name in this referral: the pseudonym that the referring body uses. */
  readonly caseCode: string;
  readonly name?: PersonName;
  /** The person's position in an organisation (HTCDS `prs_Title`). */
  readonly position?: string;
  readonly identityNumber?: string;
  readonly birthDate?: IsoDate;
  readonly ageGroup?: AgeGroup;
  readonly isMinor: MinorState;
  readonly gender?: CodeOf<typeof genders>;
  readonly maritalStatus?: CodeOf<typeof maritalStatuses>;
  readonly numberOfChildren?: number;
  readonly education?: CodeOf<typeof educationLevels>;
  readonly citizenships?: readonly CountryCode[];
  readonly languages?: readonly LanguageCode[];
  readonly interpreterNeeded?: boolean;
  readonly separatedOrUnaccompanied?: boolean;
  readonly caregiverInformed?: boolean;
  readonly contact?: PersonContact;
  /** How and when the person can be reached without danger. */
  readonly safeContact?: { readonly way?: string; readonly time?: string; readonly note?: string };
}

/** The referring body's own case record, as HTCDS keeps it. */
export interface ReferralCase {
  readonly status?: CodeOf<typeof caseStatuses>;
  readonly owner?: string;
  readonly referringOrganisation?: string;
  readonly referringCaseWorker?: string;
  readonly incomingDate?: IsoDate;
  readonly incomingReason?: CodeOf<typeof referralReasons>;
  readonly incomingDetails?: string;
  readonly referredOrganisation?: string;
  readonly referredCaseWorker?: string;
  readonly outgoingDate?: IsoDate;
  readonly closureReason?: string;
}

export interface TraffickingEvent {
  readonly type: CodeOf<typeof historicEventTypes>;
  readonly date?: IsoDate;
  readonly country?: CountryCode;
  readonly place?: string;
}

export interface ReferralTrafficking {
  readonly status?: CodeOf<typeof traffickingStatuses>;
  readonly statusDecisionOrganisation?: CodeOf<typeof statusDecisionOrganisations>;
  readonly relationshipToTrafficker?: CodeOf<typeof relationshipsToTrafficker>;
  /** Completed years when first trafficked. */
  readonly ageWhenTrafficked?: number;
  readonly recruitmentMethods?: readonly CodeOf<typeof recruitmentMethods>[];
  readonly recruitmentWebsites?: readonly CodeOf<typeof websitesAndApps>[];
  readonly recruitmentLocation?: string;
  readonly controlMethods?: readonly CodeOf<typeof controlMethods>[];
  readonly exploitationTypes?: readonly CodeOf<typeof exploitationTypes>[];
  readonly forcedLabourIndustries?: readonly CodeOf<typeof forcedLabourIndustries>[];
  readonly sexualExploitationTypes?: readonly CodeOf<typeof sexualExploitationTypes>[];
  readonly exploitationWebsites?: readonly CodeOf<typeof websitesAndApps>[];
  readonly exploitationLocation?: string;
  readonly events?: readonly TraffickingEvent[];
}

export interface ReferralPalermo {
  readonly acts?: readonly CodeOf<typeof palermoActs>[];
  readonly means?: readonly CodeOf<typeof palermoMeans>[];
  readonly purposes?: readonly CodeOf<typeof palermoPurposes>[];
}

/** One ILO/EC indicator that was seen. Counted, never concluded from. */
export interface ReferralIndicator {
  readonly set: CodeOf<typeof indicatorSets>;
  readonly dimension: CodeOf<typeof indicatorDimensions>;
  readonly strength: CodeOf<typeof indicatorStrengths>;
}

export interface ReferralRequest {
  readonly services: readonly Service[];
  readonly reason: CodeOf<typeof referralReasons>;
  readonly risk: Risk;
  readonly note?: string;
}

export interface ReferralConsent {
  readonly given: CodeOf<typeof consentStates>;
  /** Who gave it: the person, a guardian, a court. */
  readonly givenBy?: string;
  readonly date?: IsoDate;
  readonly expires?: IsoDate;
  readonly purposes: readonly ConsentPurpose[];
  /** Slugs of the bodies named. Absent: any assistance body that routing names, never a police or security body. */
  readonly recipients?: readonly string[];
  readonly restrictions?: string;
  readonly questions?: Readonly<Partial<Record<ConsentQuestion, boolean>>>;
}

/** The separate procedure for a minor. */
export interface ReferralChild {
  readonly bestInterestsNote?: string;
  /** The child's own agreement, as far as its maturity allows. */
  readonly assent?: boolean;
  readonly guardian?: string;
}

/** The body of a `referral` message, version 1. */
export interface ReferralBody {
  readonly person: ReferralPerson;
  readonly case?: ReferralCase;
  readonly trafficking?: ReferralTrafficking;
  readonly palermo?: ReferralPalermo;
  readonly indicators?: readonly ReferralIndicator[];
  readonly request: ReferralRequest;
  readonly consent: ReferralConsent;
  readonly child?: ReferralChild;
}
