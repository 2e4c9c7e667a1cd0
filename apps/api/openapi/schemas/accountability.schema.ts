import { nationStatuses } from '#accountability';
import { exampleIds, exampleTimes } from './example-ids';
import {
  answer,
  count,
  flag,
  listOf,
  oneOf,
  orNull,
  ref,
  reference,
  slug,
  text,
  time,
  uuid,
  type Schema,
  type Schemas,
} from './schema';

const proceedings = nationStatuses.filter((status) => status !== 'repatriated');

const summary = {
  id: uuid('Id of the notice: of its message.'),
  reference,
  operation: slug('The operation.'),
  side: oneOf(['sender', 'authority'], 'On which side you are.'),
  sender: slug('The body that brought it.'),
  nation: orNull(slug('The nation whose personnel it is about; null before it is sent.')),
  authority: orNull(slug('The authority that the nation designated; null before it is sent.')),
  state: oneOf(
    ['draft', 'submitted', 'routed', 'cancelled', 'entered_in_error', 'withdrawn'],
    'Where the message stands.',
  ),
  status: oneOf(['actual', 'exercise', 'test'], 'What is not actual counts nowhere.'),
  priority: oneOf(['emergency', 'urgent', 'normal'], 'How long the authority has to take it up.'),
  sentAt: orNull(time('When it was sent.')),
  dueAt: orNull(time('Until when the authority is to take it up.')),
  answerDueAt: orNull(time('Until when it is to answer; null before it took it up.')),
  overdue: flag('Whether the time that runs is over.'),
  acknowledgedAt: orNull(time('When the authority took it up.')),
  nationStatus: orNull(oneOf(nationStatuses, 'What the nation said last; null before it took it up.')),
  proceedings: orNull(oneOf(proceedings, 'How far proceedings are, also after repatriation.')),
  nationStatusAt: orNull(time('When it said so.')),
  repatriatedAt: orNull(time('When it said that the offender was repatriated.')),
  repatriationRequestedAt: orNull(time('When a senior commander asked for it.')),
  legal: listOf(oneOf(nationStatuses, 'A status.'), 'What may follow; to the sender nothing.'),
} satisfies Record<string, Schema>;

const example = {
  ...{ id: exampleIds.message, reference: 'KOS-2026-000123', operation: 'kosovo', side: 'authority' },
  ...{ sender: 'kfor-hq', nation: 'italy', authority: 'italy-authority', state: 'routed', status: 'exercise' },
  ...{ priority: 'normal', sentAt: exampleTimes.submitted, dueAt: '2026-03-16T08:05:00.000Z', answerDueAt: null },
  ...{ overdue: false, acknowledgedAt: null, nationStatus: null, proceedings: null, nationStatusAt: null },
  ...{ repatriatedAt: null, repatriationRequestedAt: null, legal: ['received'] },
};

export const accountabilitySchemas: Schemas = {
  NoticeSummary: answer('How a notice on accountability stands, without what is alleged.', summary, {
    examples: [example],
  }),
  KnowingPerson: answer('Somebody of your body who was let know of a notice.', {
    id: uuid('Id of the person.'),
    displayName: text('Their name.'),
    email: text('Their address.'),
    addedAt: time('Since when.'),
  }),
  Notice: answer('A notice on accountability, as you may see it.', {
    ...summary,
    body: {
      type: 'object',
      description: 'After the kind accountability-notice; to the authority without `reporter` and `victimReferral`.',
    },
    reporter: {
      anyOf: [
        answer(
          'Who reported it.',
          { name: text('Their name.'), contact: text('How to reach them.'), position: text('What they do.') },
          { optional: ['contact', 'position'] },
        ),
        { type: 'null' },
      ],
      description: 'Once they agreed that the authority knows; null before. The sender has it in `body`.',
    },
    reporterReleasedAt: orNull(time('Since when the authority knows who reported it.')),
    victimReferral: orNull(
      text('Reference of the victim’s referral, for as long as its consent names the authority for an investigation.'),
    ),
    repatriationReason: orNull(text('Why repatriation was asked for; null where it was not.')),
    people: listOf(ref('KnowingPerson'), 'Who of your body was let know. The authority is let know as a whole: none.'),
  }),
  NoticeFigures: answer('How many notices on accountability there were in a quarter.', {
    quarter: text('The quarter.'),
    threshold: count('k: no number from 1 to k - 1 is told.', 3),
    figures: listOf(
      answer('One part; the parts make up the whole, and none is in two.', {
        operation: orNull(slug('The operation; null: what is not told apart.')),
        status: orNull(
          oneOf(['sent', ...nationStatuses], 'What the nation had said by the release; null: what is not told apart.'),
        ),
        atLeast: count('So many, or more.'),
        atMost: count('So many, or fewer.'),
      }),
      'The parts.',
    ),
  }),
};
