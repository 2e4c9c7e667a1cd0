import { trainingCourses } from '#messages';
import { returnStates } from '#reporting';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { answer, count, listOf, oneOf, orNull, ref, reference, slug, text, time, uuid, type Schemas } from './schema';

const codes = trainingCourses.map(({ code }) => code);
const forms = [...new Set(trainingCourses.map(({ form }) => form))];
const statuses = ['actual', 'exercise', 'test'];

export const returnsSchemas: Schemas = {
  TrainingCourse: answer('A course against trafficking.', {
    code: oneOf(codes, 'What training returns call it.'),
    label: text('Its name.'),
    provider: text('Who holds it.'),
    place: orNull(text('Where; null by distance learning, or where no document says so.')),
    form: oneOf(forms, 'How it is held.'),
    audience: text('Whom it is for.'),
    held: orNull(text('How often, where the policy says so.')),
    days: orNull(count('How long it lasts; null where no document says so.', 1)),
  }),
  NationReturn: answer('How the return of one nation stands.', {
    organisation: slug('The body that answers for the nation.'),
    state: oneOf(returnStates, 'Overdue is told in place of due and in part, once the day is over.'),
    acknowledgedAt: orNull(time('When it took the request up.')),
    versions: count('How often it answered: parts, the whole, and what took the place of an earlier answer.'),
    last: {
      anyOf: [
        answer('Its last answer; read it in your inbox.', {
          id: uuid('Id of the message.'),
          reference,
          receivedAt: time('When it came.'),
        }),
        { type: 'null' },
      ],
      description: 'Null while it has not answered.',
    },
  }),
  ReturnCampaign: answer(
    'A return that nations were asked for by a day.',
    {
      id: uuid('Id of the message that asks.'),
      reference,
      operation: slug('The operation.'),
      kind: slug('What asks: training-return-request, national-return-request.'),
      status: oneOf(statuses, 'What is not actual counts nowhere.'),
      subject: orNull(text('Its subject.')),
      sentAt: time('When it was sent.'),
      dueAt: orNull(time('The end of the day by which it is due; null where nobody could be asked.')),
      nations: listOf(ref('NationReturn'), 'Those that were asked.'),
    },
    {
      examples: [
        {
          ...{ id: exampleIds.message, reference: exampleReference, operation: 'kosovo' },
          ...{ kind: 'training-return-request', status: 'exercise', subject: 'Training, first half of the year' },
          ...{ sentAt: exampleTimes.submitted, dueAt: '2026-07-31T22:00:00.000Z' },
          nations: [{ organisation: 'italy', state: 'due', acknowledgedAt: null, versions: 0, last: null }],
        },
      ],
    },
  ),
};
