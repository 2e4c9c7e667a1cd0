import { provisionEffects } from '#directory';
import { acknowledgementStates } from '#provisions';
import { exampleTimes } from './example-ids';
import { answer, count, flag, listOf, oneOf, orNull, ref, slug, text, time, type Schemas } from './schema';

export const provisionsSchemas: Schemas = {
  ProvisionInForce: answer('A provision of the policy, in the version that is in force.', {
    id: text('Id, as reasons of routing name it.'),
    version: count('Its version; other words have another one.', 1),
    effect: oneOf(provisionEffects, 'Whether it lets something be done, or keeps from it.'),
    text: text('What it says.'),
    source: text('Where it comes from: document and section.'),
    since: time('Since when this version is in force.'),
    dueAt: time('Until when each unit is to have acknowledged it.'),
  }),
  UnitAcknowledgement: answer('How a unit stands to a provision.', {
    provision: text('Id of the provision.'),
    version: count('The version in force.', 1),
    state: oneOf(acknowledgementStates, 'Whether this version was acknowledged, is due, or is overdue.'),
    acknowledgedAt: orNull(time('When it was; null: not yet.')),
    lastVersion: orNull(count('The latest version that it acknowledged; null: none.', 1)),
  }),
  UnitRow: answer('A unit: a row of the matrix.', {
    unit: slug('Id of the unit.'),
    name: text('Its name.'),
    organisation: slug('The body that it belongs to.'),
    own: flag('Whether it is of your body, for which somebody of it acknowledges.'),
    provisions: listOf(ref('UnitAcknowledgement'), 'One for each provision in force.'),
  }),
  ProvisionMatrix: answer(
    'The provisions in force in an operation, and how units stand to them.',
    {
      operation: slug('The operation.'),
      provisions: listOf(ref('ProvisionInForce'), 'The columns.'),
      units: listOf(ref('UnitRow'), 'The rows: to headquarters all, to another body its own.'),
    },
    {
      examples: [
        {
          operation: 'kosovo',
          provisions: [
            {
              ...{ id: 'KOS-P1', version: 1, effect: 'forbids', text: 'Forces act within their mandate.' },
              ...{ source: 'Policy: Introduction', since: exampleTimes.created, dueAt: '2026-04-01T08:00:00.000Z' },
            },
          ],
          units: [
            {
              ...{ unit: 'kfor-hq-staff', name: 'Headquarters staff', organisation: 'kfor-hq', own: true },
              provisions: [{ provision: 'KOS-P1', version: 1, state: 'due', acknowledgedAt: null, lastVersion: null }],
            },
          ],
        },
      ],
    },
  ),
};
