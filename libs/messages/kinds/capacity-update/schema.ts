import { capacityStatuses } from '#directory';
import { countries } from '../referral/codes/country.codes';
import { services } from '../referral/codes/request.codes';
import { count, date, listOf, object, oneOf, text } from '../../schema/schema-node';

const status = oneOf(capacityStatuses.map((code) => ({ code, label: code })));

const service = object(
  {
    service: oneOf(services)('P1', 'information'),
    status: status('P1', 'information'),
    places: count(100_000)('P1', 'information'),
    note: text(500)('P2', 'information'),
  },
  ['service', 'status'],
);

/** JSON Schema of what a body can take up now, service by service. */
export const capacityUpdateSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:capacity-update:1',
  title: 'Capacity update',
  ...object(
    {
      services: listOf(service, 17, 1),
      areas: listOf(oneOf(countries)('P1', 'information'), 20),
      // The last day on which it holds; after it nothing is known of the capacity.
      validUntil: date('P1', 'information'),
    },
    ['services'],
  ),
} as const;
