import { object, text } from '../../schema/schema-node';
import { areas, evaluation, exploitationTypes, period, places, statement, topics } from '../../kind/information/parts';

/** JSON Schema of information that a body shares: patterns, routes, places, risks. Never a person. */
export const informationShareSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:information-share:1',
  title: 'Information share',
  ...object(
    {
      topics,
      title: text(200)('P1', 'information'),
      text: statement,
      areas,
      places,
      exploitationTypes,
      period,
      evaluation,
    },
    ['topics', 'text'],
  ),
} as const;
