import { createHash } from 'node:crypto';
import type { HtcdsOptions, HtcdsProblem, HtcdsReading } from '../reading';
import { bodyOf, operationOf, operationProblem, priorityOf } from '../row-body';
import { rowKeyOf } from '../row-key';
import { unreadable } from '../workbook/unreadable';
import { readInstance, type XFormInstance } from './instance';
import { ROW, readNodes } from './node-values';

/**
 * Reads a submission of the HTCDS XForm, as ODK and KoBo keep it: one case, by the same fields as a workbook's row.
 * Nodes that HTCDS does not have are a warning.
 *
 * @throws HubError `workbook_unreadable` when it is no such submission
 */
export function parseHtcdsSubmission(file: Buffer, options: HtcdsOptions = {}): HtcdsReading {
  const instance = readInstance(file);
  refuseOtherXml(instance);
  const { read, problems, warnings } = readNodes(instance.nodes, options);
  if (read.columns.length === 0) {
    throw unreadable(
      'The file is an XML text, but no filled-in submission of the HTCDS form: no node such as prs_Birthdate or ' +
        'vic_TypeOfExploitation says anything. Send a submission of that form, or the workbook (.xlsx).',
    );
  }
  const today = options.today ?? new Date().toISOString().slice(0, 10);
  const operation = operationOf(read, options);
  const unplaced: HtcdsProblem[] =
    operation === undefined && !problems.some(({ field }) => field === 'prs_MailingCountry')
      ? [operationProblem(read)]
      : [];
  const made = bodyOf(read, options, today);
  const allProblems = [...problems, ...unplaced, ...(problems.length > 0 ? [] : made.problems)];
  const good = allProblems.length === 0 && made.body !== undefined && operation !== undefined;
  return {
    layout: 'xform',
    sheet: instance.formId ?? instance.root,
    fileDigest: createHash('sha256').update(file).digest('hex'),
    rows: good
      ? [
          {
            row: ROW,
            rowKey: rowKeyOf(read, operation, options.rowKeySecret, instanceIdOf(instance)),
            referral: { operation, priority: priorityOf(read, options), body: made.body },
          },
        ]
      : [],
    problems: allProblems,
    warnings: good ? [...warnings, ...made.warnings, ...replacing(instance)] : warnings,
    ignoredColumns: [],
    skippedEmptyRows: 0,
  };
}

function refuseOtherXml({ root, nodes }: XFormInstance): void {
  if (root === 'html') {
    throw unreadable('The file is the form itself, not a filled-in one. Send a submission of it.');
  }
  if (nodes.some(({ name }) => name === 'base64EncryptedKey')) {
    throw unreadable('The submission is encrypted. Decrypt it with the key of your form server, and send that.');
  }
}

/** What names a submission for good, by the OpenRosa rules: the same submission is sent again under the same id. */
function instanceIdOf({ nodes }: XFormInstance): string | undefined {
  return metaOf(nodes, 'instanceID')?.toLowerCase();
}

function metaOf(nodes: XFormInstance['nodes'], name: string): string | undefined {
  return nodes.find(({ path }) => path.endsWith(`/meta/${name}`))?.text;
}

/** An edited submission has an id of its own, and names the one that it replaces. */
function replacing({ nodes }: XFormInstance): HtcdsProblem[] {
  if (metaOf(nodes, 'deprecatedID') === undefined) return [];
  return [
    {
      row: ROW,
      code: 'edited_submission',
      message:
        'The submission was edited and replaces an earlier one. If that was imported too, there are two drafts of the case: discard the older.',
    },
  ];
}
