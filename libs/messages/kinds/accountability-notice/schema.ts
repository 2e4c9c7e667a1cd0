import { count, date, object, oneOf, shaped, text } from '../../schema/schema-node';
import { conducts, personnelCategories } from './conduct.codes';

/** Who reported it. No profile can name this group: it is never released, but by the reporter's consent. */
const reporter = object(
  {
    name: text(200)('P4', 'sender-only'),
    contact: text(500)('P4', 'sender-only'),
    position: text(200)('P3', 'sender-only'),
  },
  ['name'],
);

/** JSON Schema of an allegation against personnel of a nation. */
export const accountabilityNoticeSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:accountability-notice:1',
  title: 'Accountability notice',
  ...object(
    {
      // The nation's body in the operation, e.g. `italy`.
      nation: shaped('^[a-z0-9]+(?:-[a-z0-9]+)*$', 64)('P1', 'information'),
      conduct: oneOf(conducts)('P3', 'information'),
      personnel: oneOf(personnelCategories)('P3', 'information'),
      // How many persons the allegation is against, where that is known.
      persons: count(10_000)('P3', 'information'),
      unit: text(200)('P3', 'information'),
      place: text(200)('P3', 'information'),
      from: date('P3', 'information'),
      to: date('P3', 'information'),
      account: text(8000)('P4', 'information'),
      measures: text(2000)('P3', 'information'),
      reporter,
      // The referral of the victim, by its id: shown to the authority only on the consent that the referral rests on.
      victimReferral: shaped('^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', 36)('P3', 'sender-only'),
    },
    ['nation', 'conduct', 'personnel', 'account'],
  ),
} as const;
