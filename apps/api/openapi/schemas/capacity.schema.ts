import { capacityStatuses, serviceCodes } from '#directory';
import { exampleTimes } from './example-ids';
import { answer, count, oneOf, orNull, slug, time, type Schemas } from './schema';

export const capacitySchemas: Schemas = {
  Capacity: answer(
    'What a body last said of one service.',
    {
      organisation: slug('The body.'),
      service: oneOf(serviceCodes, 'The service.'),
      status: oneOf(capacityStatuses, 'Whether it has room.'),
      places: orNull(count('How many more people it can take; null when it did not say.')),
      validUntil: {
        type: ['string', 'null'],
        format: 'date',
        description: 'Last day on which this holds; null: until it says otherwise.',
      },
      saidAt: time('When it said so.'),
    },
    {
      examples: [
        {
          organisation: 'unhcr',
          service: 'shelter',
          status: 'limited',
          places: 3,
          validUntil: null,
          saidAt: exampleTimes.submitted,
        },
      ],
    },
  ),
};
