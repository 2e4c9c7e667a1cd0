import { QUARTER, reviewEditions } from '#reporting';
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

const quarter = (description: string): Schema => ({ type: 'string', pattern: QUARTER.source, description });
const operations = listOf(slug('An operation.'), 'The operations, in the order of the alphabet.');
const summary: Schemas = {
  id: uuid('Id of the report.'),
  operations,
  number: count('1, 2, 3 … of exactly these operations.', 1),
  from: quarter('First quarter.'),
  to: quarter('Last quarter, included.'),
  threshold: count('k: no number from 1 to k - 1 is published.', 3),
  digest: digest('Over what is published, in canonical form; it is in the evidence.'),
  madeAt: time('When it was made.'),
};
const example = {
  ...{ id: exampleIds.message, operations: ['kosovo'], number: 2, from: '2025-Q1', to: '2025-Q4', threshold: 11 },
  ...{ digest: 'ab'.repeat(32), madeAt: exampleTimes.due },
};
const bounds = {
  type: 'object',
  properties: { atLeast: count('So many, or more.'), atMost: count('So many, or fewer.') },
};

export const reviewSchemas: Schemas = {
  ReviewReportSummary: answer('A review report, without what it says.', summary, { examples: [example] }),
  ReviewColumn: answer('A column of a table.', {
    title: text('What stands above it.'),
    definition: orNull(text('Id of the definition of its figures; null: it has none.')),
  }),
  ReviewCell: {
    description: 'What stands in a table: a word, an exact number, bounds, or nothing.',
    anyOf: [
      { type: ['string', 'number', 'null'] },
      { ...bounds, required: ['atLeast', 'atMost'], additionalProperties: false },
    ],
  },
  ReviewTable: answer('A table of a report.', {
    id: text('Stays the same from report to report.'),
    title: text('Its title.'),
    columns: listOf(ref('ReviewColumn'), 'Its columns.'),
    rows: listOf(listOf(ref('ReviewCell'), 'The cells, in the order of the columns.'), 'Its rows.'),
    drawn: listOf(count('The place of a column, from 0 on.'), 'The columns that are shown as bars.'),
  }),
  ReviewSection: answer('A section of a report.', {
    id: text('Stays the same from report to report.'),
    title: text('Its title.'),
    notes: listOf(text('A note.'), 'What is to be known of it.'),
    tables: listOf(ref('ReviewTable'), 'Its tables.'),
  }),
  ReviewDefinition: answer('What a figure means.', {
    id: text('What columns name it by.'),
    words: text('Its meaning.'),
  }),
  ReviewReport: answer(
    'A review report: figures of operations over a period.',
    {
      ...summary,
      edition: oneOf(reviewEditions, 'What is published, or with it the exact figures of your body.'),
      sections: listOf(ref('ReviewSection'), 'What it says.'),
      definitions: listOf(ref('ReviewDefinition'), 'What each figure means.'),
    },
    {
      examples: [
        {
          ...{ ...example, edition: 'published' },
          sections: [
            {
              ...{ id: 'responses', title: 'How recipients answered', notes: [] },
              tables: [
                {
                  ...{ id: 'responses', title: 'Responses', drawn: [2] },
                  columns: [
                    { title: 'Operation', definition: null },
                    { title: 'Response', definition: null },
                    { title: 'Recipients', definition: 'released.recipients' },
                  ],
                  rows: [['kosovo', 'decided', { atLeast: 33, atMost: 43 }]],
                },
              ],
            },
          ],
          definitions: [{ id: 'released.recipients', words: 'Recipients to which an actual message was routed.' }],
        },
      ],
    },
  ),
  Recommendation: answer(
    'What a review recommends.',
    {
      id: uuid('Its id.'),
      operations,
      number: count('1, 2, 3 … of exactly these operations.', 1),
      recommendation: text('What is recommended.'),
      addressee: orNull(slug('The body that is to do it; null: all of them.')),
      dueOn: { type: 'string', format: 'date', description: 'The day by which it is to be done.' },
      state: oneOf(['open', 'closed'], 'Whether it is done with.'),
      madeAt: time('When it was made.'),
      closedAt: orNull(time('When it was closed.')),
      note: orNull(text('How it was closed.')),
      carried: count('Reports that have listed it while it was open.'),
    },
    {
      examples: [
        {
          ...{ id: exampleIds.message, operations: ['kosovo'], number: 1, addressee: 'unmik', dueOn: '2026-09-30' },
          ...{ recommendation: 'Name a second focal point for weekends.', state: 'open', madeAt: exampleTimes.due },
          ...{ closedAt: null, note: null, carried: 0 },
        },
      ],
    },
  ),
};
