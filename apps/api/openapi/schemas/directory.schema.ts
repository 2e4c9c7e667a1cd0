import { bodyKinds } from '#directory';
import { answer, count, flag, listOf, oneOf, orNull, slug, text, type Schemas } from './schema';

export const directorySchemas: Schemas = {
  Operation: answer(
    'An operation that your body takes part in.',
    {
      id: slug('Id of the operation.'),
      code: { type: 'string', pattern: '^[A-Z0-9]{2,10}$', description: 'What references of its messages begin with.' },
      title: text('What it is for.'),
      mission: text('The mission.'),
      timeZone: text('IANA time zone of the mission area.'),
      leadAgency: slug('The body that leads assistance.'),
      bodies: listOf(slug('A body.'), 'The bodies that take part.'),
      provisions: listOf(
        answer('One provision of the policy.', { id: text('Id, as reasons name it.'), text: text('What it says.') }),
        'The provisions that its rules rest on.',
      ),
      ruleSetVersion: count('Version of its rules.', 1),
    },
    {
      examples: [
        {
          id: 'afghanistan',
          code: 'AFG',
          title: 'Example operation',
          mission: 'EXAMPLE',
          timeZone: 'Asia/Kabul',
          leadAgency: 'iom',
          bodies: ['isaf-hq', 'iom'],
          provisions: [{ id: 'P-1', text: 'Victims are referred to the lead agency.' }],
          ruleSetVersion: 1,
        },
      ],
    },
  ),
  Organisation: answer(
    'A body of your operations.',
    {
      slug: slug('Its short name, as everywhere in this API.'),
      name: text('Its name.'),
      shortName: text('Its short name for people.'),
      kind: oneOf(bodyKinds, 'What sort of body it is.'),
      operations: listOf(slug('An operation.'), 'Those of your operations that it takes part in.'),
    },
    {
      examples: [
        {
          slug: 'iom',
          name: 'International Organization for Migration',
          shortName: 'IOM',
          kind: 'lead-agency',
          operations: ['afghanistan'],
        },
      ],
    },
  ),
  Agreement: answer(
    'A written information-sharing agreement with a body.',
    {
      operation: slug('The operation.'),
      body: slug('The body.'),
      reference: text('What it is filed under.'),
      from: { type: 'string', format: 'date', description: 'First day on which it holds.' },
      until: orNull({ type: 'string', format: 'date', description: 'Last day on which it holds; null: it runs on.' }),
      inForce: flag("Whether it holds today, in the operation's time zone."),
    },
    {
      examples: [
        {
          operation: 'afghanistan',
          body: 'iom',
          reference: 'ISA-AFG-02',
          from: '2025-01-01',
          until: null,
          inForce: true,
        },
      ],
    },
  ),
};
