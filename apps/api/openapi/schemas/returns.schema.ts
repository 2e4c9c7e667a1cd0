import { rankGroups, trainingCourses } from '#messages';
import { returnStates, trainingDefinitions as training } from '#reporting';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import {
  answer,
  count,
  digest,
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

const codes = trainingCourses.map(({ code }) => code);
const forms = [...new Set(trainingCourses.map(({ form }) => form))];
const statuses = ['actual', 'exercise', 'test'];

const day = (description: string): Schema => ({ type: 'string', format: 'date', description });
const exampleGroup = {
  ...{ rankGroup: 'officers', strength: 40, anyCourse: { atLeast: 30, atMost: 30 } },
  courses: [
    {
      ...{ course: 'nso-adl-1', beforeDeployment: 28, inDeployment: 4, counting: 30, expired: 2, expiring: 5 },
      ...{ gap: 10, coverage: 0.75 },
    },
  ],
};

const draft = (description: string): Schema => ({ anyOf: [ref('ImportedReturn'), { type: 'null' }], description });

export const returnsSchemas: Schemas = {
  ImportedReturn: answer('A draft of a return.', { id: uuid('Id of the draft.'), reference }),
  ReturnProblem: answer(
    "What is wrong with a line. Never the cell's content.",
    {
      row: count('The line, as a spreadsheet program numbers it.', 1),
      column: { type: 'string', pattern: '^[A-Z]$', description: 'Column; absent when the whole line is meant.' },
      field: text('The heading of the column.'),
      code: text('What is wrong, as a stable code.'),
      message: text('What is wrong, and how to mend it.'),
    },
    { optional: ['column', 'field'] },
  ),
  ReturnImport: answer(
    'What became of a table of figures.',
    {
      fileDigest: digest('Of the file as received.'),
      created: draft('The draft that was made; null where something is wrong, or the file was imported before.'),
      existing: draft('The draft that this file made before.'),
      problems: listOf(ref('ReturnProblem'), 'What is wrong, by line and column. Nothing is made then.'),
    },
    {
      examples: [
        {
          ...{ fileDigest: '0'.repeat(64), created: null, existing: null },
          problems: [{ row: 3, column: 'C', field: 'course', code: 'unknown_code', message: 'Use one of: ndc-rome.' }],
        },
      ],
    },
  ),
  CourseCoverage: answer('How far one rank group is trained in one course.', {
    course: oneOf(codes, 'The course.'),
    beforeDeployment: count(training.beforeDeployment),
    inDeployment: count(training.inDeployment),
    counting: count(training.counting),
    expired: count(training.expired),
    expiring: count(training.expiring),
    gap: count(training.gap),
    coverage: { type: ['number', 'null'], minimum: 0, maximum: 1, description: training.coverage },
  }),
  GroupCoverage: answer('How far one rank group is trained.', {
    rankGroup: oneOf(
      rankGroups.map(({ code }) => code),
      'The rank group.',
    ),
    strength: count(training.strength),
    anyCourse: answer('Trained in one course at least.', {
      atLeast: count(training.atLeast),
      atMost: count(training.atMost),
    }),
    courses: listOf(ref('CourseCoverage'), 'The courses in which anybody was trained.'),
  }),
  TrainingCoverage: answer(
    'How far the contingents of an operation are trained on a day.',
    {
      operation: slug('The operation.'),
      on: day('The day.'),
      nations: listOf(
        answer('One nation.', {
          organisation: slug('The body that answers for the nation.'),
          return: {
            anyOf: [
              answer('The return on which it rests.', {
                id: uuid('Id of the message.'),
                reference,
                from: day('First day of its period.'),
                to: day('Last day of its period, on which the strength is counted.'),
                final: flag('False: a part, and more follows.'),
              }),
              { type: 'null' },
            ],
            description: 'Null: it has returned nothing of a time up to the day.',
          },
          groups: listOf(ref('GroupCoverage'), 'Its rank groups.'),
        }),
        'The nations whose returns you may have.',
      ),
      total: listOf(ref('GroupCoverage'), 'All nations that returned something, added up.'),
    },
    {
      examples: [
        {
          ...{ operation: 'kosovo', on: '2026-06-30' },
          nations: [{ organisation: 'italy', return: null, groups: [] }],
          total: [exampleGroup],
        },
      ],
    },
  ),
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
