import {
  QUARTER,
  acknowledgementDefinitions,
  figureGroups,
  releaseDimensions,
  responseDefinitions,
  type AcknowledgementFigure,
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

const words: Readonly<Record<AcknowledgementFigure, string>> = acknowledgementDefinitions;

const rate = (figure: AcknowledgementFigure): Schema => ({
  type: ['number', 'null'],
  minimum: 0,
  maximum: 1,
  description: words[figure],
});
const spread = (figure: AcknowledgementFigure): Schema => ({
  anyOf: [ref('HoursSpread'), { type: 'null' }],
  description: `${words[figure]} Null while there is none.`,
});
const day = (description: string): Schema => ({ type: 'string', format: 'date', description });

const figures: Record<AcknowledgementFigure, Schema> = {
  recipients: count(words.recipients),
  acknowledged: count(words.acknowledged),
  decided: count(words.decided),
  takenBack: count(words.takenBack),
  overdue: count(words.overdue),
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
  atLeast: 33,
  atMost: 43,
};

export const figuresSchemas: Schemas = {
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
      at: time('As of when it was counted.'),
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
    ...bounds,
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
    },
    {
      examples: [
        {
          ...{ id: exampleIds.message, operation: 'afghanistan', number: 3, quarter: '2026-Q1', threshold: 11 },
          ...{ digest: 'ab'.repeat(32), releasedAt: exampleTimes.due, groups: [groupExample] },
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
