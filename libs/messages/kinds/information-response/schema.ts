import { flag, object } from '../../schema/schema-node';
import { areas, evaluation, exploitationTypes, period, places, statement, topics } from '../../kind/information/parts';

/** JSON Schema of the answer to an information request. */
export const informationResponseSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:information-response:1',
  title: 'Information response',
  ...object(
    {
      answer: statement,
      // False: more will follow, and the question stays open.
      final: flag('P1', 'information'),
      topics,
      areas,
      places,
      exploitationTypes,
      period,
      evaluation,
    },
    ['answer', 'final'],
  ),
} as const;
