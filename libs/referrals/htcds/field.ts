import * as m from '#messages';
import { countryList, languageList } from './lookup';
import { Picklist } from './picklist';

/** How a column's cells are read. */
export type FieldKind =
  | { readonly type: 'text' | 'code-text' | 'date' | 'flag' | 'count' | 'slugs' }
  | { readonly type: 'one' | 'many'; readonly list: Picklist };

/** One column that the reader knows. */
export interface HtcdsField {
  /** HTCDS field name, or a `hub_` name for what HTCDS lacks. */
  readonly name: string;
  /** The label that people fill in by. */
  readonly label: string;
  readonly kind: FieldKind;
  /** Where the value goes in the referral body; undefined when it is not kept there. */
  readonly pointer?: string;
  readonly aliases?: readonly string[];
}

const text: FieldKind = { type: 'text' };
const date: FieldKind = { type: 'date' };
const flag: FieldKind = { type: 'flag' };
const count: FieldKind = { type: 'count' };
const one = (list: readonly m.Coded[], aliases: [string, string][] = []): FieldKind => ({
  type: 'one',
  list: new Picklist(list, aliases),
});
const genders = one(m.genders, [
  ['Female', 'Feminine'],
  ['Male', 'Masculine'],
]);
const many = (list: readonly m.Coded[]): FieldKind => ({ type: 'many', list: new Picklist(list) });
const country: FieldKind = { type: 'one', list: countryList };
const language: FieldKind = { type: 'one', list: languageList };

function field(name: string, label: string, kind: FieldKind, pointer?: string, aliases?: string[]): HtcdsField {
  return { name, label, kind, ...(pointer === undefined ? {} : { pointer }), ...(aliases ? { aliases } : {}) };
}

/** The columns of the official workbooks, in their order from B to AM. */
export const officialFields: readonly HtcdsField[] = [
  field('cas_CaseOwner', 'Case Owner', text, '/case/owner'),
  field('prs_Salutation', 'Salutation', text, '/person/name/salutation'),
  field('prs_FirstName', 'First Name', text, '/person/name/given'),
  field('prs_SecondName', 'Second Name', text, '/person/name/family'),
  field('con_Consent', 'Consent', flag, '/consent/given'),
  field('prs_Birthdate', 'Birthdate', date, '/person/birthDate', ['Birth Date', 'Date of Birth']),
  field('prs_Gender', 'Gender', genders, '/person/gender'),
  field('prs_Citizenship', 'Citizenship', { type: 'many', list: countryList }, '/person/citizenships'),
  field('prs_Title', 'Title', text, '/person/position'),
  field('prs_Email', 'Email', text, '/person/contact/email'),
  field('prs_HomePhone', 'Home Phone', text, '/person/contact/homePhone'),
  field('prs_MobilePhone', 'Mobile Phone', text, '/person/contact/mobilePhone'),
  field('prs_MailingStreet', 'Mailing Street', text, '/person/contact/address/street'),
  field('prs_MailingCity', 'Mailing City', text, '/person/contact/address/city'),
  field('prs_MailingState', 'Mailing State/Province', text, '/person/contact/address/province'),
  field('prs_MailingPostalCode', 'Mailing Zip/Postal Code', text, '/person/contact/address/postalCode'),
  field('prs_MailingCountry', 'Mailing Country', country, '/person/contact/address/country'),
  field('vic_TraffickingStatus', 'Trafficking Status', one(m.traffickingStatuses), '/trafficking/status'),
  field(
    'vic_TraffickingStatusDecisionMakingOrg',
    'Trafficking Status Decision Making Organization',
    one(m.statusDecisionOrganisations),
    '/trafficking/statusDecisionOrganisation',
    ['vic_TraffickinStatusDecisionMakingOrg'],
  ),
  field(
    'vic_MethodOfRecruitment',
    'Method of Recruitment',
    many(m.recruitmentMethods),
    '/trafficking/recruitmentMethods',
  ),
  field('vic_LocationOfRecruitment', 'Location of Recruitment', text, '/trafficking/recruitmentLocation'),
  field('vic_MethodsOfControl', 'Methods of Control', many(m.controlMethods), '/trafficking/controlMethods'),
  field('vic_TypeOfExploitation', 'Type of Exploitation', many(m.exploitationTypes), '/trafficking/exploitationTypes'),
  field(
    'vic_ForcedLabourIndustry',
    'Forced Labour Industry',
    many(m.forcedLabourIndustries),
    '/trafficking/forcedLabourIndustries',
  ),
  field(
    'vic_TypeOfSexExploitation',
    'Type of Sex Exploitation',
    many(m.sexualExploitationTypes),
    '/trafficking/sexualExploitationTypes',
  ),
  field('vic_LocationOfExploitation', 'Location of Exploitation', text, '/trafficking/exploitationLocation'),
  field('cas_Status', 'Status', one(m.caseStatuses), '/case/status'),
  field('cas_ReferringOrganisation', 'Referring Organisation', text, '/case/referringOrganisation'),
  field('cas_IncomingReferralDate', 'Incoming Referral Date', date, '/case/incomingDate'),
  field('cas_ReferringPrimaryCaseWorker', 'Referring Primary Case Worker', text, '/case/referringCaseWorker'),
  field(
    'cas_ReasonForIncomingReferral',
    'Reason for Incoming Referral',
    one(m.referralReasons),
    '/case/incomingReason',
  ),
  field('cas_IncomingReferralDetails', 'Incoming Referral Details', text, '/case/incomingDetails'),
  field('cas_ReferredOrganisation', 'Referred Organisation', text, '/case/referredOrganisation'),
  field('cas_ReferredPrimaryCaseWorker', 'Referred Primary Case Worker', text, '/case/referredCaseWorker'),
  field('cas_ReasonForOutgoingReferral', 'Reason for Outgoing Referral', one(m.referralReasons), '/request/reason'),
  field('cas_OutgoingReferralDate', 'Outgoing Referral Date', date, '/case/outgoingDate'),
  field('cas_OutgoingReferralDetails', 'Outgoing Referral Details', text, '/request/note'),
  field('cas_ReasonForCaseClosure', 'Reason for Case Closure', text, '/case/closureReason'),
];

/** Columns that HTCDS defines but its workbooks leave out, and those of the hub. Read wherever they stand. */
export const extraFields: readonly HtcdsField[] = [
  field('prs_MiddleName', 'Middle Name', text, '/person/name/other'),
  field('prs_IdentityNumber', 'Identity Number', text, '/person/identityNumber'),
  field('prs_MaritalStatus', 'Marital Status', one(m.maritalStatuses), '/person/maritalStatus'),
  field('prs_NumberOfChildren', 'Number of Children', count, '/person/numberOfChildren'),
  field('prs_HighestLevelOfEducation', 'Highest Level of Education', one(m.educationLevels), '/person/education'),
  field('prs_PrimaryLanguage', 'Primary Language', language, '/person/languages'),
  field('prs_SecondaryLanguage', 'Secondary Language', language, '/person/languages'),
  field(
    'vic_RelationshipToTrafficker',
    'Relationship to Trafficker',
    one(m.relationshipsToTrafficker),
    '/trafficking/relationshipToTrafficker',
  ),
  field('vic_AgeWhenTrafficked', 'Age when Trafficked', count, '/trafficking/ageWhenTrafficked'),
  field(
    'vic_RecruitmentWebsitesAndApps',
    'Recruitment Websites and Apps',
    many(m.websitesAndApps),
    '/trafficking/recruitmentWebsites',
  ),
  field(
    'vic_ExploitationWebsitesAndApps',
    'Exploitation Websites and Apps',
    many(m.websitesAndApps),
    '/trafficking/exploitationWebsites',
  ),
  field('hub_CaseCode', 'Case Code', { type: 'code-text' }, '/person/caseCode', ['Case ID', 'Case Number']),
  field('hub_IsMinor', 'Is Minor', one(m.minorStates), '/person/isMinor', ['Minor']),
  field('hub_AgeGroup', 'Age Group', one(m.ageGroups), '/person/ageGroup'),
  field('hub_InterpreterNeeded', 'Interpreter Needed', flag, '/person/interpreterNeeded'),
  field('hub_Services', 'Services Requested', many(m.services), '/request/services', ['Services']),
  field('hub_Risk', 'Risk', one(m.risks), '/request/risk', ['Risk Level']),
  field('hub_Priority', 'Priority', one(m.priorities)),
  field('hub_ConsentDate', 'Consent Date', date, '/consent/date'),
  field('hub_ConsentExpires', 'Consent Expires', date, '/consent/expires'),
  field('hub_ConsentGivenBy', 'Consent Given By', text, '/consent/givenBy'),
  field('hub_ConsentPurposes', 'Consent Purposes', many(m.consentPurposes), '/consent/purposes'),
  field('hub_ConsentRecipients', 'Consent Recipients', { type: 'slugs' }, '/consent/recipients'),
  field('hub_ConsentRestrictions', 'Consent Restrictions', text, '/consent/restrictions'),
  field('hub_ChildAssent', 'Child Assent', flag, '/child/assent'),
  field('hub_ChildGuardian', 'Child Guardian', text, '/child/guardian'),
  field('hub_ChildBestInterests', 'Child Best Interests', text, '/child/bestInterestsNote'),
  ...m.consentQuestions.map(({ code, label }) =>
    field(`hub_Consent_${code}`, label, flag, `/consent/questions/${code}`),
  ),
];

/** Every column that the reader knows. */
export const allFields: readonly HtcdsField[] = [...officialFields, ...extraFields];
