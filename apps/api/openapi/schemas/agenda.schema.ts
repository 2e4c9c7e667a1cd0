import { agendaReasons, agendaStates } from '#tracking';
import { PRIORITIES, STATUSES } from '../../referrals/referral.dto';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { answer, flag, oneOf, orNull, reference, slug, text, time, uuid, type Schemas } from './schema';

export const agendaSchemas: Schemas = {
  AgendaRequest: answer(
    'An item for the next meeting: a body let its deadline pass. References and codes, nothing about a person.',
    {
      id: uuid('Id of the request.'),
      operation: slug('The operation.'),
      messageId: uuid('Id of the message.'),
      reference,
      kind: text('Kind of the message: `referral`.'),
      status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
      priority: oneOf(PRIORITIES, 'How soon it was to be acknowledged.'),
      organisation: slug('The body that is late.'),
      sender: slug('The body that sent it.'),
      reason: oneOf(agendaReasons, 'What is missing: an acknowledgement, or a decision.'),
      overdueSince: time('The deadline that passed.'),
      overdue: flag('Whether what was due is still missing.'),
      state: oneOf(agendaStates, '`taken`: on the agenda of a meeting. `settled`: no longer needed.'),
      createdAt: time('When it was requested.'),
      settledAt: orNull(time('When it was settled.')),
    },
    {
      examples: [
        {
          id: exampleIds.entry,
          operation: 'afghanistan',
          messageId: exampleIds.message,
          reference: exampleReference,
          kind: 'referral',
          status: 'exercise',
          priority: 'urgent',
          organisation: 'unhcr',
          sender: 'isaf-hq',
          reason: 'unacknowledged',
          overdueSince: exampleTimes.due,
          overdue: true,
          state: 'open',
          createdAt: '2026-03-06T02:05:00.000Z',
          settledAt: null,
        },
      ],
    },
  ),
};
