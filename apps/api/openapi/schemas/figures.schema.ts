import {
  countedDefinitions,
  countedStates,
  countedTables,
  QUARTER,
  acknowledgementDefinitions,
  figureGroups,
  meetingDefinitions,
  outcomeDefinitions,
  releaseDimensions,
  responseDefinitions,
  type AcknowledgementFigure,
  type MeetingFigure,
} from '#reporting';
import { priorityCodes } from '#directory';
import { exampleIds, exampleTimes } from './example-ids';
import {
  answer,
  count,
  digest,
  listOf,
  oneOf,
  orNull,
  ref,
  slug,
  text,
  time,
  uuid,
  type Schema,
  type Schemas,
} from './schema';

const words: Readonly<Record<AcknowledgementFigure | MeetingFigure, string>> = {
  ...acknowledgementDefinitions,
  ...meetingDefinitions,
};
type Figure = keyof typeof words;

const rate = (figure: Figure): Schema => ({
  type: ['number', 'null'],
  minimum: 0,
  maximum: 1,
  description: words[figure],
});
const spread = (figure: Figure, of = 'HoursSpread'): Schema => ({
  anyOf: [ref(of), { type: 'null' }],
  description: `${words[figure]} Null while there is none.`,
});
const day = (description: string): Schema => ({ type: 'string', format: 'date', description });

const figures: Record<AcknowledgementFigure, Schema> = {
  recipients: count(words.recipients),
  acknowledged: count(words.acknowledged),
  decided: count(words.decided),
  takenBack: count(words.takenBack),
  overdue: count(acknowledgementDefinitions.overdue),
  due: count(words.due),
  noResponse: count(words.noResponse),
  noResponseRate: rate('noResponseRate'),
  decisionDue: count(words.decisionDue),
  acknowledgedWithoutDecision: count(words.acknowledgedWithoutDecision),
  acknowledgedWithoutDecisionRate: rate('acknowledgedWithoutDecisionRate'),
  hoursToAcknowledge: spread('hoursToAcknowledge'),
  hoursToDecide: spread('hoursToDecide'),
};

const figuresExample = {
  recipients: 24,
  acknowledged: 22,
  decided: 18,
  takenBack: 0,
  overdue: 1,
  due: 20,
  noResponse: 1,
  noResponseRate: 0.05,
  decisionDue: 16,
  acknowledgedWithoutDecision: 2,
  acknowledgedWithoutDecisionRate: 0.125,
  hoursToAcknowledge: { median: 5.25, p90: 21.5 },
  hoursToDecide: { median: 26, p90: 70.75 },
};

const quarter: Schema = { type: 'string', pattern: QUARTER.source, description: 'Three months, such as 2026-Q1.' };
const bounds: Schemas = {
  atLeast: count('So many recipients, or more.'),
  atMost: count('So many recipients, or fewer.'),
};
const groupExample = {
  kind: 'referral',
  organisation: null,
  response: 'decided',
  priority: null,
  outcome: null,
  atLeast: 33,
  atMost: 43,
};
const days = (figure: Figure): Schema => spread(figure, 'DaysSpread');
const measured = (description: string): Schema => ({ type: 'number', minimum: 0, description });
const meetingsExample = {
  ...{ meetings: 12, overran: 5, minutesOver: { median: -2.5, p90: 14 } },
  ...{ itemsTimed: 40, itemsOverran: 12, itemMinutesOver: { median: -1, p90: 6.5 } },
  ...{ approved: 11, daysToApproval: { median: 3, p90: 5.75 } },
};
const bodyExample = {
  ...{ organisation: 'unicef', invited: 12, attended: 11, attendanceRate: 0.9167 },
  ...{ actions: 8, done: 5, declined: 1, open: 2, overdue: 1, closureRate: 0.75 },
  ...{ daysToClose: { median: 6.5, p90: 12 }, daysOpen: { median: 9, p90: 20 } },
};

export const figuresSchemas: Schemas = {
  DaysSpread: answer('How long it took, in days to the hundredth.', {
    median: measured('Half took no longer.'),
    p90: measured('Nine in ten took no longer.'),
  }),
  MinutesSpread: answer('By how much the planned time was passed, in minutes to the hundredth.', {
    median: { type: 'number', description: 'Half passed it by no more.' },
    p90: { type: 'number', description: 'Nine in ten passed it by no more.' },
  }),
  MeetingFiguresOfBody: answer(
    'What a body did of what meetings asked of it.',
    {
      organisation: slug('The body.'),
      invited: count(words.invited),
      attended: count(words.attended),
      attendanceRate: rate('attendanceRate'),
      actions: count(words.actions),
      done: count(words.done),
      declined: count(words.declined),
      open: count(words.open),
      overdue: count(meetingDefinitions.overdue),
      closureRate: rate('closureRate'),
      daysToClose: days('daysToClose'),
      daysOpen: days('daysOpen'),
    },
    { examples: [bodyExample] },
  ),
  MeetingReport: answer(
    'How the meetings of a period went that your body takes part in.',
    {
      operation: slug('The operation.'),
      timeZone: text('IANA time zone in which the days are meant.'),
      from: day('First day.'),
      to: day('Last day, included.'),
      at: time('As of when it was counted.'),
      meetings: count(words.meetings),
      overran: count(words.overran),
      minutesOver: spread('minutesOver', 'MinutesSpread'),
      itemsTimed: count(words.itemsTimed),
      itemsOverran: count(words.itemsOverran),
      itemMinutesOver: spread('itemMinutesOver', 'MinutesSpread'),
      approved: count(words.approved),
      daysToApproval: days('daysToApproval'),
      bodies: listOf(ref('MeetingFiguresOfBody'), 'Every body that was invited.'),
    },
    {
      examples: [
        {
          ...{ operation: 'afghanistan', timeZone: 'Asia/Kabul', from: '2026-01-01', to: '2026-03-31' },
          ...{ at: exampleTimes.due, ...meetingsExample, bodies: [bodyExample] },
        },
      ],
    },
  ),
  HoursSpread: answer('How long it took, in hours to the hundredth.', {
    median: { type: 'number', minimum: 0, description: 'Half took no longer.' },
    p90: { type: 'number', minimum: 0, description: 'Nine in ten took no longer.' },
  }),
  AcknowledgementFigures: answer('How recipients answered.', figures, { examples: [figuresExample] }),
  AcknowledgementGroup: answer('How the recipients of one group answered. What is not grouped by is null.', {
    organisation: orNull(slug('The body that received.')),
    priority: orNull(oneOf(priorityCodes, 'Priority of the messages.')),
    kind: orNull(slug('Kind of the messages.')),
    ...figures,
  }),
  AcknowledgementReport: answer(
    'How the recipients that your body sent to, or was, answered in a period.',
    {
      operation: slug('The operation.'),
      timeZone: text('IANA time zone in which the days are meant.'),
      from: day('First day of routing.'),
      to: day('Last day of routing, included.'),
      at: time('As of when it was counted: every change up to then is in it.'),
      by: listOf(oneOf(figureGroups, 'A member of the groups.'), 'What it is grouped by.'),
      groups: listOf(ref('AcknowledgementGroup'), 'The groups that hold anything.'),
      total: ref('AcknowledgementFigures'),
    },
    {
      examples: [
        {
          operation: 'afghanistan',
          timeZone: 'Asia/Kabul',
          from: '2026-01-01',
          to: '2026-03-31',
          at: exampleTimes.due,
          by: ['organisation'],
          groups: [{ organisation: 'iom', priority: null, kind: null, ...figuresExample }],
          total: figuresExample,
        },
      ],
    },
  ),
  PublishedGroup: answer('One part of what was released. What is not published apart is null.', {
    kind: orNull(slug('Kind of the messages.')),
    organisation: orNull(slug('The body that received, if it agreed to be named.')),
    response: orNull(oneOf(Object.keys(responseDefinitions), 'How the recipients had answered by the release.')),
    priority: orNull(oneOf(priorityCodes, 'Priority of the messages.')),
    outcome: orNull(oneOf(Object.keys(outcomeDefinitions), 'How it had ended for the recipients by the release.')),
    ...bounds,
  }),
  ReleasedCount: answer('One part of what a release counts beside recipients. What is not told apart is null.', {
    counted: oneOf(
      countedTables,
      Object.entries(countedDefinitions)
        .map((one) => one.join(': '))
        .join(' '),
    ),
    kind: orNull(slug('Of returns: what asked for it.')),
    state: orNull(oneOf([...new Set(Object.values(countedStates).flat())], 'How it stood at the release.')),
    atLeast: count('So many, or more.'),
    atMost: count('So many, or fewer.'),
  }),
  PublishedBounds: answer('Between how many recipients there are, both included.', bounds),
  FigureRelease: answer(
    'Figures of a quarter as they were published: suppressed, and never changed.',
    {
      id: uuid('Id of the release.'),
      operation: slug('The operation.'),
      number: count('1, 2, 3 … in the operation.', 1),
      quarter,
      threshold: count('k: nothing from 1 to k - 1 is published.', 3),
      digest: digest('Over the release in canonical form, without the names of bodies; it is in the evidence.'),
      releasedAt: time('As of when it was counted.'),
      groups: listOf(ref('PublishedGroup'), 'The parts: each recipient is in one of them.'),
      counted: orNull(listOf(ref('ReleasedCount'), 'What is counted beside recipients; null in releases from before.')),
    },
    {
      examples: [
        {
          ...{ id: exampleIds.message, operation: 'afghanistan', number: 3, quarter: '2026-Q1', threshold: 11 },
          ...{ digest: 'ab'.repeat(32), releasedAt: exampleTimes.due, groups: [groupExample] },
          counted: [{ counted: 'actions', kind: null, state: 'done', atLeast: 11, atMost: 21 }],
        },
      ],
    },
  ),
  PublishedFigures: answer('Released figures of several quarters, added up.', {
    operation: slug('The operation.'),
    from: quarter,
    to: quarter,
    by: listOf(oneOf(releaseDimensions, 'A member of the groups.'), 'What it is grouped by.'),
    releases: listOf(
      answer('A release that is counted.', { quarter, number: count('Its number in the operation.', 1) }),
      'What is counted.',
    ),
    missing: listOf(quarter, 'Quarters of the span that are not released.'),
    groups: listOf(ref('PublishedGroup'), 'The groups that hold anything. What is not grouped by is null.'),
    total: ref('PublishedBounds'),
  }),
};
