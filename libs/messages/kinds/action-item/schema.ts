import { date, object, shaped, text } from '../../schema/schema-node';

const REFERENCE = '^[A-Z0-9-]{1,40}$';

/** JSON Schema of what a meeting asks a body to do. References and tasks, nothing about a person. */
export const actionItemSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:liaison-hub:kind:action-item:1',
  title: 'Action item',
  ...object(
    {
      // Of the action, and of the meeting that agreed on it.
      action: shaped(REFERENCE, 40)('P1', 'information'),
      meeting: shaped(REFERENCE, 40)('P1', 'information'),
      task: text(4000)('P2', 'information'),
      // A role, never a name.
      responsible: text(100)('P2', 'information'),
      dueOn: date('P1', 'information'),
    },
    ['task', 'dueOn'],
  ),
} as const;
