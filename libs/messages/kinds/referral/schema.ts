import { caseStatuses, referralReasons } from './codes/case.codes';
import { consentPurposes, consentQuestions, consentStates } from './codes/consent.codes';
import { countries } from './codes/country.codes';
import { forcedLabourIndustries } from './codes/forced-labour-industry.codes';
import { indicatorDimensions, indicatorSets, indicatorStrengths } from './codes/indicator.codes';
import { palermoActs, palermoMeans, palermoPurposes } from './codes/palermo.codes';
import { ageGroups, educationLevels, genders, maritalStatuses, minorStates } from './codes/person.codes';
import { risks, services } from './codes/request.codes';
import * as codes from './codes/trafficking.codes';
import { count, date, email, flag, listOf, object, oneOf, shaped, text } from '../../schema/schema-node';

const phone = shaped('^\\+?[0-9][0-9 ().\\-/]{3,29}$', 31);
const language = shaped('^[a-z]{3}$', 3);
const slug = shaped('^[a-z0-9]+(-[a-z0-9]+)*$', 80);

const address = object({
  street: text(200)('P4', 'contact'),
  city: text(120)('P4', 'contact'),
  province: text(120)('P3', 'contact'),
  postalCode: text(20)('P4', 'contact'),
  country: oneOf(countries)('P2', 'contact'),
});

const person = object(
  {
    caseCode: shaped('^[A-Za-z0-9][A-Za-z0-9._/\\-]{0,63}$', 64)('P1', 'case'),
    name: object({
      salutation: text(40)('P2', 'identity'),
      given: text(120)('P3', 'identity'),
      family: text(120)('P3', 'identity'),
      other: text(200)('P3', 'identity'),
    }),
    position: text(120)('P2', 'identity'),
    identityNumber: text(60)('P3', 'identity'),
    birthDate: date('P3', 'identity'),
    ageGroup: oneOf(ageGroups)('P2', 'demographics'),
    isMinor: oneOf(minorStates)('P2', 'demographics'),
    gender: oneOf(genders)('P2', 'demographics'),
    maritalStatus: oneOf(maritalStatuses)('P2', 'demographics'),
    numberOfChildren: count(40)('P2', 'demographics'),
    education: oneOf(educationLevels)('P2', 'demographics'),
    citizenships: listOf(oneOf(countries)('P2', 'demographics'), 10),
    languages: listOf(language('P2', 'demographics'), 10),
    interpreterNeeded: flag('P2', 'demographics'),
    separatedOrUnaccompanied: flag('P2', 'child'),
    caregiverInformed: flag('P2', 'child'),
    contact: object({
      email: email('P3', 'contact'),
      homePhone: phone('P3', 'contact'),
      mobilePhone: phone('P3', 'contact'),
      address,
    }),
    safeContact: object({
      way: text(200)('P3', 'contact'),
      time: text(200)('P3', 'contact'),
      note: text(1000)('P4', 'contact'),
    }),
  },
  ['caseCode', 'isMinor'],
);

const caseRecord = object({
  status: oneOf(caseStatuses)('P1', 'case'),
  owner: text(120)('P2', 'case'),
  referringOrganisation: text(200)('P1', 'case'),
  referringCaseWorker: text(120)('P2', 'case'),
  incomingDate: date('P1', 'case'),
  incomingReason: oneOf(referralReasons)('P1', 'case'),
  // The two stories tell what happened to the person, so they go only where the trafficking record goes.
  incomingDetails: text(8000)('P3', 'trafficking'),
  referredOrganisation: text(200)('P1', 'case'),
  referredCaseWorker: text(120)('P2', 'case'),
  outgoingDate: date('P1', 'case'),
  closureReason: text(4000)('P3', 'trafficking'),
});

const event = object(
  {
    type: oneOf(codes.historicEventTypes)('P3', 'trafficking'),
    date: date('P3', 'trafficking'),
    country: oneOf(countries)('P3', 'trafficking'),
    place: text(200)('P3', 'trafficking'),
  },
  ['type'],
);

const trafficking = object({
  status: oneOf(codes.traffickingStatuses)('P3', 'trafficking'),
  statusDecisionOrganisation: oneOf(codes.statusDecisionOrganisations)('P3', 'trafficking'),
  relationshipToTrafficker: oneOf(codes.relationshipsToTrafficker)('P3', 'trafficking'),
  ageWhenTrafficked: count(120)('P3', 'trafficking'),
  recruitmentMethods: listOf(oneOf(codes.recruitmentMethods)('P3', 'trafficking'), 20),
  recruitmentWebsites: listOf(oneOf(codes.websitesAndApps)('P3', 'trafficking'), 20),
  recruitmentLocation: text(200)('P3', 'trafficking'),
  controlMethods: listOf(oneOf(codes.controlMethods)('P3', 'trafficking'), 20),
  exploitationTypes: listOf(oneOf(codes.exploitationTypes)('P3', 'trafficking'), 20),
  forcedLabourIndustries: listOf(oneOf(forcedLabourIndustries)('P3', 'trafficking'), 25),
  sexualExploitationTypes: listOf(oneOf(codes.sexualExploitationTypes)('P3', 'trafficking'), 10),
  exploitationWebsites: listOf(oneOf(codes.websitesAndApps)('P3', 'trafficking'), 20),
  exploitationLocation: text(200)('P3', 'trafficking'),
  events: listOf(event, 50),
});

const palermo = object({
  acts: listOf(oneOf(palermoActs)('P3', 'palermo'), 5),
  means: listOf(oneOf(palermoMeans)('P3', 'palermo'), 8),
  purposes: listOf(oneOf(palermoPurposes)('P3', 'palermo'), 6),
});

const indicator = object(
  {
    set: oneOf(indicatorSets)('P3', 'indicators'),
    dimension: oneOf(indicatorDimensions)('P3', 'indicators'),
    strength: oneOf(indicatorStrengths)('P3', 'indicators'),
  },
  ['set', 'dimension', 'strength'],
);

const request = object(
  {
    services: listOf(oneOf(services)('P2', 'request'), 17, 1),
    reason: oneOf(referralReasons)('P2', 'request'),
    risk: oneOf(risks)('P2', 'request'),
    // Free text about a person: only a profile that may know who it is sees it.
    note: text(8000)('P3', 'identity'),
  },
  ['services', 'reason', 'risk'],
);

const questions = object(
  Object.fromEntries(consentQuestions.map((question) => [question.code, flag('P2', 'consent')])),
);

const consent = object(
  {
    given: oneOf(consentStates)('P2', 'consent'),
    givenBy: text(200)('P3', 'consent'),
    date: date('P2', 'consent'),
    expires: date('P2', 'consent'),
    purposes: listOf(oneOf(consentPurposes)('P2', 'consent'), 4),
    // Recipients do not learn of one another.
    recipients: listOf(slug('P1', 'sender-only'), 50),
    restrictions: text(2000)('P3', 'consent'),
    questions,
  },
  ['given', 'purposes'],
);

const child = object({
  bestInterestsNote: text(4000)('P3', 'child'),
  assent: flag('P2', 'child'),
  guardian: text(200)('P3', 'child'),
});

/** JSON Schema (draft 2020-12) of a referral body. Every leaf carries `x-sensitivity` and `x-group`. */
export const referralSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:referral:1',
  title: 'Referral',
  ...object(
    {
      person,
      case: caseRecord,
      trafficking,
      palermo,
      indicators: listOf(indicator, 100),
      request,
      consent,
      child,
    },
    ['person', 'request', 'consent'],
  ),
} as const;
