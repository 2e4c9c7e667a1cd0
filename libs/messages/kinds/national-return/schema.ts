import { isFinal, remarks, returnPeriod } from '../../kind/returns/parts';
import { count, date, listOf, object, oneOf, text } from '../../schema/schema-node';

/** How far a law is. */
export const legislationStates = [
  { code: 'planned', label: 'Planned' },
  { code: 'drafted', label: 'Drafted, before parliament' },
  { code: 'adopted', label: 'Adopted, not in force yet' },
  { code: 'in-force', label: 'In force' },
  { code: 'under-review', label: 'In force, under review' },
  { code: 'repealed', label: 'Repealed' },
] as const;

/** What a law or a measure is about. */
export const effortAreas = [
  { code: 'criminalisation', label: 'Trafficking is an offence' },
  { code: 'personnel-liability', label: 'Personnel are liable for what they do abroad' },
  { code: 'protection', label: 'Protection of and assistance to victims' },
  { code: 'prevention', label: 'Prevention and awareness' },
  { code: 'cooperation', label: 'Cooperation with other states and organisations' },
  { code: 'procurement', label: 'Contracts and procurement' },
  { code: 'other', label: 'Other' },
] as const;

/** How a nation stands to the UN Protocol on Trafficking in Persons. */
export const protocolStates = [
  { code: 'none', label: 'Not signed' },
  { code: 'signed', label: 'Signed' },
  { code: 'party', label: 'Party: ratified or acceded to' },
] as const;

const area = oneOf(effortAreas)('P1', 'information');

const law = object(
  {
    title: text(300)('P1', 'information'),
    area,
    state: oneOf(legislationStates)('P1', 'information'),
    since: date('P1', 'information'),
    note: text(1000)('P2', 'information'),
  },
  ['title', 'area', 'state'],
);

const measure = object({ area, measure: text(2000)('P2', 'information') }, ['area', 'measure']);

/** JSON Schema of what a nation reports of its legislation and efforts. Figures of the nation, nothing about a person. */
export const nationalReturnSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:national-return:1',
  title: 'National return',
  ...object(
    {
      period: returnPeriod,
      final: isFinal,
      protocol: oneOf(protocolStates)('P1', 'information'),
      legislation: listOf(law, 100),
      measures: listOf(measure, 100),
      // In the nation, in the period.
      investigations: count(1_000_000)('P2', 'information'),
      prosecutions: count(1_000_000)('P2', 'information'),
      convictions: count(1_000_000)('P2', 'information'),
      remarks,
    },
    ['period', 'final'],
  ),
} as const;
