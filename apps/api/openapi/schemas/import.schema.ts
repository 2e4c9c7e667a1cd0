import { exampleIds, exampleReference } from './example-ids';
import { answer, count, digest, listOf, ref, reference, text, uuid, type Schemas } from './schema';

const row = count('Row number as the spreadsheet program shows it; 1 for a submission of the XForm.', 1);

export const importSchemas: Schemas = {
  ImportedRow: answer('A row that is a draft now.', { row, id: uuid('Id of the draft.'), reference }),
  ImportProblem: answer(
    "What is wrong with a row, or was assumed of it. Never the cell's content.",
    {
      row,
      column: { type: 'string', pattern: '^[A-Z]{1,3}$', description: 'Column; absent when the whole row is meant.' },
      node: text('Path of the node, in a submission of the XForm.'),
      field: text('Name of the HTCDS field, or a `hub_` name for columns that the hub adds.'),
      code: text('What is wrong, as a stable code.'),
      message: text('What is wrong, and how to mend it.'),
    },
    { optional: ['column', 'node', 'field'] },
  ),
  ImportReport: answer(
    'What became of the rows of a workbook, or of the case of a submission.',
    {
      fileDigest: digest('Of the file as received.'),
      created: listOf(ref('ImportedRow'), 'Rows that became drafts.'),
      existing: listOf(ref('ImportedRow'), 'Rows that your body imported before: nothing was created.'),
      problems: listOf(ref('ImportProblem'), 'Rows that yield no draft, by row and column.'),
      warnings: listOf(ref('ImportProblem'), 'What was assumed of rows that do yield a draft.'),
    },
    {
      examples: [
        {
          fileDigest: '0'.repeat(64),
          created: [{ row: 3, id: exampleIds.message, reference: exampleReference }],
          existing: [],
          problems: [
            { row: 4, column: 'H', field: 'gender', code: 'unknown_code', message: 'Not a code of this list.' },
          ],
          warnings: [],
        },
      ],
    },
  ),
};
