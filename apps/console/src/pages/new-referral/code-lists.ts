import { codeWords } from '../../ui/codes';
import type { Choice } from '../../ui/fields';
import type { Body, Priority, Status } from './draft';

type Person = Body['person'];
type Trafficking = NonNullable<Body['trafficking']>;
type Consent = Body['consent'];
export type Minor = Person['isMinor'];
export type AgeGroup = NonNullable<Person['ageGroup']>;
export type Gender = NonNullable<Person['gender']>;
export type Service = Body['request']['services'][number];
export type Reason = Body['request']['reason'];
export type Risk = Body['request']['risk'];
export type TraffickingStatus = NonNullable<Trafficking['status']>;
export type Exploitation = NonNullable<Trafficking['exploitationTypes']>[number];
export type Control = NonNullable<Trafficking['controlMethods']>[number];
export type Recruitment = NonNullable<Trafficking['recruitmentMethods']>[number];
export type Given = Consent['given'];
export type Purpose = Consent['purposes'][number];

/** Every code of a list, by a table that the compiler holds to the API document: it refuses one too many or too few. */
const each = <Code extends string>(codes: Readonly<Record<Code, true>>): readonly Code[] =>
  Object.keys(codes) as Code[];

export const choicesOf = <Code extends string>(codes: readonly Code[]): Choice<Code>[] =>
  codes.map((value) => ({ value, label: codeWords(value) }));

export const priorities = each<Priority>({ emergency: true, urgent: true, normal: true });
export const statuses = each<Status>({ actual: true, exercise: true, test: true });
export const minors = each<Minor>({ yes: true, no: true, presumed: true });
export const risks = each<Risk>({ low: true, medium: true, high: true });
export const reasons = each<Reason>({
  AdditionalServicesRequired: true,
  MigrationOrChangeOfLocation: true,
  Other: true,
});
export const ageGroups = each<AgeGroup>({
  ...{
    '0-5': true,
    '6-11': true,
    '12-14': true,
    '15-17': true,
    '18-24': true,
    '25-59': true,
    '60+': true,
    unknown: true,
  },
});
export const genders = each<Gender>({
  ...{ Feminine: true, Masculine: true, TransgenderFeminine: true, TransgenderMasculine: true },
  ...{ NonConforming: true, NonSpecifiedUnknown: true },
});
export const services = each<Service>({
  'safe-shelter': true,
  protection: true,
  legal: true,
  'health-nutrition': true,
  'mental-health-psychosocial': true,
  'child-support': true,
  'family-tracing': true,
  'womens-services': true,
  disability: true,
  'core-relief-items': true,
  cash: true,
  food: true,
  shelter: true,
  'livelihoods-education': true,
  'voluntary-return': true,
  investigation: true,
  other: true,
});
export const traffickingStatuses = each<TraffickingStatus>({
  PossibleVictimOfTrafficking: true,
  ActualVictimOfTrafficking: true,
  NotAVictimOfTrafficking: true,
});
export const exploitations = each<Exploitation>({
  ...{ ForcedLabour: true, SexualExploitation: true, ChildLabour: true, ForcedMarriage: true, Servitude: true },
  ...{ ForcedMilitaryByNonStateActors: true, OrganRemoval: true, ForcedBegging: true, ForcedAdoption: true },
  ...{ Surrogacy: true, Other: true },
});
export const controls = each<Control>({
  ...{ PhysicalThreats: true, ThreatsLawEnforcement: true, ThreatensChildrenFamily: true, DebtBondage: true },
  ...{
    FalsePromises: true,
    PhysicalAbuse: true,
    SexualAbuse: true,
    TakesEarnings: true,
    RestrictsFinancialAccess: true,
  },
  ...{ RestrictsMedicalCare: true, WithholdsNecessities: true, PsychologicalAbuse: true, PsychoactiveSubstance: true },
  ...{ ExcessiveWorkingHours: true, WithholdsDocuments: true, Other: true },
});
export const recruitments = each<Recruitment>({
  ...{ AtAPlaceOfBusiness: true, AtAnEducationalInstitution: true, AtWork: true, ThroughOnlineSocialNetworks: true },
  ...{ ThroughAnOnlineAdvertisement: true, ThroughATelevisionAdvert: true, ThroughANewspaperAdvert: true },
  ...{ ThroughFamilyOrFamilyEvents: true, ThroughFriendsOrSocialEvents: true, Other: true },
});
export const givens = each<Given>({ yes: true, no: true, pending: true });
export const purposes = each<Purpose>({ assistance: true, protection: true, investigation: true, statistics: true });
