import {
  HubApiError,
  HubUnreachableError,
  Limit,
  isHubError,
  type HubClient,
  type ImportResult,
  type ImportedRow,
  type RowProblem,
} from '#hub-client';
import { exitCodeOf, exitCodes, type ExitCode } from '../output/exit-code';
import { problemText } from '../output/problem-text';
import { tableOf } from '../output/table';

/** What became of one row's referral when it was submitted. */
export interface SubmittedRow extends ImportedRow {
  readonly result: 'submitted' | 'submitted_before' | 'failed';
  /** Why it failed. */
  readonly code?: string;
  readonly message?: string;
}

export interface ImportedWorkbook extends ImportResult {
  /** Only where submitting was asked for. */
  readonly submitted?: readonly SubmittedRow[];
}

/** The hub takes a submission at once; more at a time would only queue there. */
const AT_ONCE = 4;

/** Submits every row that is a draft, whichever import made it. A row that fails holds no other up. */
export async function submitRows(
  hub: Pick<HubClient, 'submitReferral'>,
  { created, existing }: ImportResult,
  idempotencyKey: string,
): Promise<{ readonly submitted: readonly SubmittedRow[]; readonly code: ExitCode }> {
  let code: ExitCode = exitCodes.done;
  const submit = async (row: ImportedRow): Promise<SubmittedRow> => {
    try {
      await hub.submitReferral(row.id, `${idempotencyKey}-${row.id}`);
      return { ...row, result: 'submitted' };
    } catch (error) {
      if (isHubError(error, 'illegal_transition')) return { ...row, result: 'submitted_before' };
      if (!(error instanceof HubApiError || error instanceof HubUnreachableError)) throw error;
      code = exitCodeOf(error);
      return {
        ...row,
        result: 'failed',
        code: error instanceof HubApiError ? error.code : 'unreachable',
        message: problemText(error),
      };
    }
  };
  return { submitted: await new Limit(AT_ONCE).all([...created, ...existing], submit), code };
}

/** One line for each row that is a draft, or has a problem. */
export function importTable({ created, existing, problems, warnings, submitted }: ImportedWorkbook): string {
  const became = new Map(submitted?.map((row) => [row.id, row]));
  const draft = (row: ImportedRow, result: string): [number, string[]] => {
    const sent = became.get(row.id);
    const words = sent && sent.result !== 'failed' ? sent.result.replace('_', ' ') : result;
    return [
      row.row,
      [
        String(row.row),
        sent?.result === 'failed' ? 'not submitted' : words,
        `${row.reference ?? '–'}\n${row.id}`,
        sent?.message ?? '',
      ],
    ];
  };
  const problem = (at: RowProblem, result: string): [number, string[]] => [
    at.row,
    [
      String(at.row),
      result,
      '–',
      `${[at.column, at.field].filter(Boolean).join(' ')}: ${at.message}`.replace(/^: /, ''),
    ],
  ];
  const rows = [
    ...created.map((row) => draft(row, 'draft made')),
    ...existing.map((row) => draft(row, 'was there')),
    ...problems.map((at) => problem(at, 'refused')),
    ...warnings.map((at) => problem(at, 'warning')),
  ].sort(([a], [b]) => a - b);
  const refused = new Set(problems.map(({ row }) => row)).size;
  const count = `${created.length} drafts made, ${existing.length} were there, ${refused} rows refused.`;
  return rows.length === 0
    ? count
    : `${tableOf(
        ['Row', 'Result', 'Referral', 'Remark'],
        rows.map(([, cells]) => cells),
      )}\n${count}`;
}
