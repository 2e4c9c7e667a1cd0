import { createHash } from 'node:crypto';
import {
  isHubError,
  Limit,
  persistently,
  type HubApiError,
  type HubClient,
  type ImportResult,
  type RefusedBody,
} from '#hub-client';
import type { Uuid } from '#kernel';
import type { DemoCase, DemoWorkbook } from './demo-cases';

/** A case that is on record at the hub. */
export interface SentCase {
  readonly caseCode: string;
  readonly operation: string;
  readonly priority: string;
  readonly id: Uuid;
  readonly reference: string;
  /** Present when no body may receive it: the hub kept it back, with every reason. */
  readonly keptBack?: readonly RefusedBody[];
}

export interface Sending {
  readonly sent: readonly SentCase[];
  readonly created: number;
  readonly existing: number;
  /** Rows that the hub did not take, with its reason. */
  readonly problems: readonly string[];
}

const AT_ONCE = 4;

/** Imports a workbook and submits each of its drafts. Safe to repeat: what an earlier run did is found, not done again. */
export async function sendCases(
  client: HubClient,
  workbook: DemoWorkbook,
  signal: AbortSignal,
  onSubmitted: () => void,
): Promise<Sending> {
  const result = await importWorkbook(client, workbook, signal);
  const limit = new Limit(AT_ONCE);
  const rows = [...result.created, ...result.existing].flatMap(({ row, id, reference }) => {
    const demoCase = workbook.caseAt(row);
    return demoCase ? [{ demoCase, id, reference: reference ?? demoCase.caseCode }] : [];
  });
  const sent = await limit.all(rows, async ({ demoCase, id, reference }) => {
    const keptBack = await submit(client, demoCase, id, signal);
    onSubmitted();
    const { caseCode, operation, priority } = demoCase;
    return { caseCode, operation, priority, id, reference, ...(keptBack ? { keptBack } : {}) };
  });
  const problems = result.problems.map(
    ({ row, column, message }) => `${workbook.operation}, row ${row}${column ?? ''}: ${message}`,
  );
  return { sent, created: result.created.length, existing: result.existing.length, problems };
}

function importWorkbook(client: HubClient, workbook: DemoWorkbook, signal: AbortSignal): Promise<ImportResult> {
  const { fileName: name, content, operation } = workbook;
  // Of the bytes, not of the run: a workbook written anew differs in its time stamps, and is another request.
  const key = `demo-import-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`;
  return persistently(() => client.importReferrals({ name, content, operation }, key), { signal });
}

/** @returns why the hub kept it back; undefined when it is on its way */
async function submit(
  client: HubClient,
  { caseCode }: DemoCase,
  id: Uuid,
  signal: AbortSignal,
): Promise<readonly RefusedBody[] | undefined> {
  try {
    await persistently(() => client.submitReferral(id, `demo-submit-${caseCode}`), { signal });
    return undefined;
  } catch (error) {
    // Submitted by an earlier run.
    if (isHubError(error, 'illegal_transition')) return undefined;
    if (isHubError(error, 'release_refused')) return refusedBodiesOf(error);
    throw error;
  }
}

function refusedBodiesOf({ problem, detail }: HubApiError): readonly RefusedBody[] {
  const { refused } = problem;
  return Array.isArray(refused)
    ? (refused as RefusedBody[])
    : [{ organisation: 'every body', reasons: [{ rule: 'release_refused', text: detail }] }];
}
