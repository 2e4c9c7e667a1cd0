import {
  bodyKinds,
  capacities,
  capacityLevels,
  classifications,
  fieldGroups,
  minorStates,
  priorityCodes,
  profileAges,
  provisionEffects,
  purposes,
  serviceCodes,
  standingRuleIds,
} from '../domain/directory.codes';

const text = { type: 'string', minLength: 1 } as const;
const slug = { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' } as const;
const country = { type: 'string', pattern: '^[A-Z]{2}$' } as const;
/** Ids of provisions and rules carry the code of the operation, e.g. `AFG-P1`. */
const id = { type: 'string', pattern: '^[A-Z]{3}-[A-Z][0-9]{1,3}$' } as const;
const code = (codes: readonly string[]) => ({ type: 'string', enum: codes }) as const;
const list = (items: object, minItems = 1) => ({ type: 'array', items, minItems, uniqueItems: true }) as const;

function object(required: Record<string, object>, optional: Record<string, object> = {}) {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  } as const;
}

const contactPoint = object({ role: text, mailbox: { type: 'string', pattern: '^[^\\s@]+@[^\\s@]+$' } });

const body = object(
  {
    slug,
    name: text,
    shortName: text,
    kind: code(bodyKinds),
    roles: list(slug, 0),
    capabilities: list(code(serviceCodes), 0),
    focalPoint: contactPoint,
    backUp: contactPoint,
  },
  { clearance: code(classifications), answersFor: slug },
);

const provision = object(
  {
    id,
    version: { type: 'integer', minimum: 1 },
    effect: code(provisionEffects),
    text,
    source: object({ document: text, section: text }, { begins: text }),
  },
  { enforces: list(code(standingRuleIds)) },
);

const profile = object(
  {
    id: slug,
    title: text,
    purpose: code(purposes),
    ages: code(profileAges),
    bodies: list(slug),
    groups: list(code(fieldGroups)),
  },
  { kinds: list(slug) },
);

const condition = object(
  {},
  {
    kinds: list(slug),
    senders: list(slug),
    services: list(code(serviceCodes)),
    minor: list(code(minorStates)),
    areas: list(country),
    exploitationTypes: list(text),
    keywords: list(text),
    priorities: list(code(priorityCodes)),
    capacity: list(code(capacityLevels)),
  },
);

const effect = object(
  {},
  { include: list(slug), allow: list(slug), refuse: list(slug), as: code(capacities), profile: slug },
);

const meetingSeries = object(
  {
    id: slug,
    title: text,
    bodies: list(slug),
    chair: slug,
    secretary: slug,
    start: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' },
    minutes: { type: 'integer', minimum: 5, maximum: 720 },
    rule: { type: 'string', pattern: '^FREQ=' },
  },
  {
    place: text,
    link: { type: 'string', pattern: '^https://' },
    quorum: { type: 'integer', minimum: 1 },
    approval: code(['all', 'quorum', 'chair']),
    silenceDays: { type: 'integer', minimum: 1, maximum: 60 },
  },
);

/** When reading is unusual, and shown to protection officers. */
const oversight = object(
  {},
  {
    recordsPerHour: { type: 'integer', minimum: 1, maximum: 10_000 },
    timesUsual: { type: 'number', minimum: 1, maximum: 1_000 },
  },
);

/** The shape of a file in config/operations (JSON Schema, draft 2020-12); what refers to what is checked after. */
export const operationSchema = object(
  {
    id: slug,
    code: { type: 'string', pattern: '^[A-Z]{3}$' },
    title: text,
    mission: text,
    timeZone: text,
    countries: list(country),
    classificationCeiling: code(classifications),
    deadlines: object(Object.fromEntries(priorityCodes.map((priority) => [priority, text]))),
    leadAgency: object({ body: slug, as: code(capacities), profile: slug }),
    bodies: list(body),
    agreements: list(object({ body: slug, reference: text, from: text }, { until: text }), 0),
    provisions: list(provision),
    profiles: list(profile),
    rules: list(object({ id, title: text, provision: id, when: condition, then: effect })),
  },
  {
    dataProtection: object({ body: slug, focalPoint: contactPoint }),
    meetingSeries: list(meetingSeries),
    oversight,
    units: list(object({ id: slug, name: text, body: slug }, { strength: { type: 'integer', minimum: 1 } })),
    provisionDays: { type: 'integer', minimum: 1, maximum: 365 },
  },
);
