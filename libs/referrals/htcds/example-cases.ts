import {
  controlMethods,
  exploitationTypes,
  forcedLabourIndustries,
  genders,
  recruitmentMethods,
  sexualExploitationTypes,
  type Priority,
  type ReferralBody,
  type ReferralChild,
  type ReferralConsent,
  type ReferralTrafficking,
  type Risk,
  type Service,
} from '#messages';

/** A made-up case for demonstrations and tests. */
export interface ExampleCase {
  readonly operation: 'afghanistan' | 'kosovo';
  readonly priority: Priority;
  readonly body: ReferralBody;
}

// prettier-ignore
const LETTERS = [
  'Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon', 'Zeta', 'Eta', 'Theta', 'Iota', 'Kappa', 'Lambda', 'Mu', 'Nu', 'Xi',
  'Omicron', 'Pi', 'Rho', 'Sigma', 'Tau', 'Upsilon',
] as const;

const THEATRES = {
  afghanistan: {
    prefix: 'AFG',
    country: 'AF',
    provinces: ['Kabul', 'Herat', 'Balkh', 'Nangarhar', 'Kandahar'],
    languages: ['prs', 'pus', 'uzb'],
    citizenships: ['AF', 'AF', 'AF', 'PK', 'TJ'],
    lead: 'iom',
    police: 'afghan-security-forces',
  },
  kosovo: {
    prefix: 'KOS',
    country: 'XK',
    provinces: ['Pristina', 'Prizren', 'Peja', 'Gjilan', 'Mitrovica'],
    languages: ['sqi', 'srp', 'ron'],
    citizenships: ['XK', 'MD', 'AL', 'UA', 'BG'],
    lead: 'unmik',
    police: 'unmik-police',
  },
} as const;

/** Born so that ages run from 9 to 66 in 2026. */
const BIRTH_YEARS = [1998, 2012, 1985, 2009, 2001, 2015, 1992, 1979, 2004, 2011, 1960, 1995, 2010, 1988, 2017, 1999];
const RISKS: readonly Risk[] = ['low', 'medium', 'high', 'medium', 'low'];
const PRIORITIES: readonly Priority[] = ['normal', 'urgent', 'emergency', 'normal'];
const ADULT_SERVICES: readonly (readonly Service[])[] = [
  ['safe-shelter', 'legal'],
  ['mental-health-psychosocial'],
  ['voluntary-return', 'cash'],
  ['womens-services', 'health-nutrition'],
  ['livelihoods-education'],
  ['protection', 'core-relief-items', 'food'],
  ['disability', 'shelter'],
];
const CHILD_SERVICES: readonly (readonly Service[])[] = [
  ['child-support', 'family-tracing'],
  ['child-support', 'mental-health-psychosocial'],
  ['protection', 'livelihoods-education'],
];

/** The entry of a list that an index falls on, counting round. */
function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

/**
 * Forty plainly fictitious cases, twenty per operation: every fifth consents to investigation by the named police,
 * every seventh has not been asked yet, every eleventh refused. The same on every call.
 */
export function exampleCases(): ExampleCase[] {
  return (['afghanistan', 'kosovo'] as const).flatMap((operation, theatre) =>
    LETTERS.map((letter, index) => exampleCase(operation, letter, index + theatre * 3)),
  );
}

function exampleCase(operation: ExampleCase['operation'], letter: string, index: number): ExampleCase {
  const theatre = THEATRES[operation];
  const year = pick(BIRTH_YEARS, index);
  const isMinor = year >= 2009;
  const consent = consentOf(index, [theatre.lead, theatre.police], isMinor);
  const investigation: Service[] = consent.purposes.includes('investigation') ? ['investigation'] : [];
  const services = isMinor ? pick(CHILD_SERVICES, index) : pick(ADULT_SERVICES, index);
  return {
    operation,
    priority: pick(PRIORITIES, index),
    body: {
      person: {
        caseCode: `${theatre.prefix}-DEMO-${String(index + 1).padStart(3, '0')}`,
        name: { given: 'Testperson', family: letter },
        birthDate: `${year}-0${(index % 9) + 1}-1${index % 10}`,
        isMinor: isMinor ? 'yes' : 'no',
        gender: pick(genders, index * 5).code,
        citizenships: [pick(theatre.citizenships, index)],
        languages: [pick(theatre.languages, index)],
        interpreterNeeded: index % 3 === 0,
        ...(isMinor ? { separatedOrUnaccompanied: index % 2 === 0, caregiverInformed: index % 2 === 1 } : {}),
        contact: { address: { province: pick(theatre.provinces, index), country: theatre.country } },
        safeContact: { way: 'Through the case worker', time: pick(['Mornings', 'Afternoons', 'Weekdays'], index) },
      },
      case: {
        status: 'Active',
        owner: 'Case Worker Example',
        incomingDate: `2026-01-${String((index % 28) + 1).padStart(2, '0')}`,
      },
      trafficking: traffickingOf(index, theatre.country, pick(theatre.provinces, index + 1), isMinor),
      request: {
        services: [...services, ...investigation],
        reason: pick(['AdditionalServicesRequired', 'MigrationOrChangeOfLocation', 'Other'] as const, index),
        risk: pick(RISKS, index),
        note: 'Fictitious case for demonstration.',
      },
      consent,
      ...(isMinor ? { child: childOf(index) } : {}),
    },
  };
}

function traffickingOf(index: number, country: 'AF' | 'XK', place: string, isMinor: boolean): ReferralTrafficking {
  const exploitation = isMinor
    ? pick(['ChildLabour', 'ForcedBegging', 'ForcedMarriage'] as const, index)
    : pick(exploitationTypes, index).code;
  return {
    status: pick(['PossibleVictimOfTrafficking', 'ActualVictimOfTrafficking'] as const, index),
    statusDecisionOrganisation: pick(['NGO', 'Police', 'Other'] as const, index),
    recruitmentMethods: [pick(recruitmentMethods, index).code],
    controlMethods: [pick(controlMethods, index).code, pick(controlMethods, index + 4).code],
    exploitationTypes: [exploitation],
    ...(exploitation === 'ForcedLabour'
      ? { forcedLabourIndustries: [pick(forcedLabourIndustries, index + 4).code] }
      : {}),
    ...(exploitation === 'SexualExploitation'
      ? { sexualExploitationTypes: [pick(sexualExploitationTypes, index).code] }
      : {}),
    events: [{ type: 'Exploitation', date: `2025-0${(index % 9) + 1}-15`, country, place }],
  };
}

function consentOf(index: number, recipients: string[], isMinor: boolean): ReferralConsent {
  if (index % 11 === 10) return { given: 'no', purposes: [], date: '2026-01-20' };
  if (index % 7 === 6) return { given: 'pending', purposes: [] };
  const given = {
    given: 'yes',
    givenBy: isMinor ? 'Guardian' : 'The person',
    date: '2026-01-20',
    expires: '2027-01-20',
    questions: { interview: true, purposeInformed: true, useInformed: true, withdrawalInformed: true },
  } as const;
  if (index % 5 === 4) {
    return { ...given, purposes: ['assistance', 'protection', 'investigation'], recipients };
  }
  return index % 4 === 1
    ? { ...given, purposes: ['assistance'], restrictions: 'Not to be shared with relatives.' }
    : { ...given, purposes: ['assistance', 'protection', 'statistics'] };
}

function childOf(index: number): ReferralChild {
  return {
    bestInterestsNote: 'Best-interests assessment done with the case worker; stays with the appointed guardian.',
    assent: index % 3 !== 0,
    guardian: 'Guardian Example',
  };
}
