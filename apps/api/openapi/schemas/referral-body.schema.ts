import { referralKind } from '#messages';
import type { Schema, Schemas } from './schema';

/** A plainly fictitious case with the least that is useful. */
export const exampleReferralBody = {
  person: {
    caseCode: 'AFG-DEMO-001',
    name: { given: 'Testperson', family: 'Alpha' },
    isMinor: 'no',
    languages: ['prs'],
    interpreterNeeded: true,
  },
  request: { services: ['safe-shelter', 'legal'], reason: 'AdditionalServicesRequired', risk: 'medium' },
  consent: { given: 'yes', date: '2026-01-20', expires: '2027-01-20', purposes: ['assistance', 'protection'] },
} as const;

const { $id, type, properties, required, additionalProperties } = referralKind.schema;

const body: Schema = {
  title: 'ReferralBody',
  description:
    'The case, after HTCDS 2.0. Every leaf says how sensitive it is (`x-sensitivity`, P0 public to P4 reveals a safe ' +
    'address) and to which group it belongs (`x-group`): a recipient sees the groups of its profile. Unknown fields are refused.',
  type,
  properties,
  required,
  additionalProperties,
  'x-schema-id': $id,
  examples: [exampleReferralBody],
};

const { person, request } = exampleReferralBody;

/** What may be left out where a consent record is named: the hub fills it in from there. */
const onRecord: Schema = {
  ...body,
  title: 'ReferralBodyOnRecord',
  description:
    'The same without `consent`, for a referral that names a consent record. What is left out is filled in from the record; what contradicts it is refused.',
  required: required?.filter((name) => name !== 'consent'),
  examples: [{ person, request }],
};

export const referralBodySchemas: Schemas = { ReferralBody: body, ReferralBodyOnRecord: onRecord };
