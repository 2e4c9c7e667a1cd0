import { flag, object, text } from '../../schema/schema-node';

/** JSON Schema of what a body reports of an action that it was asked for. */
export const actionReportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:action-report:1',
  title: 'Action report',
  ...object(
    {
      report: text(4000)('P2', 'information'),
      // False: it is not done yet, and the action stays open.
      done: flag('P1', 'information'),
    },
    ['report', 'done'],
  ),
} as const;
