import { date, object, text } from '../../schema/schema-node';
import { areas, exploitationTypes, period, places, statement, topics } from '../../kind/information/parts';

/** JSON Schema of a question to another body. */
export const informationRequestSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:information-request:1',
  title: 'Information request',
  ...object(
    {
      topics,
      title: text(200)('P1', 'information'),
      question: statement,
      areas,
      places,
      exploitationTypes,
      period,
      neededBy: date('P1', 'information'),
    },
    ['topics', 'question'],
  ),
} as const;
