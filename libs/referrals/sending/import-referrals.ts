import { HubError, type Uuid } from '#kernel';
import type { HtcdsProblem, HtcdsReading } from '../htcds/reading';
import type { ReferralTools } from '../tools';
import { createReferral } from './create-referral';

export interface ImportedRow {
  readonly row: number;
  readonly id: Uuid;
  readonly reference: string;
}

export interface ImportReport {
  /** SHA-256 of the file, hexadecimal. */
  readonly fileDigest: string;
  readonly created: readonly ImportedRow[];
  /** Rows that this body imported before: nothing was created for them. */
  readonly existing: readonly ImportedRow[];
  /** Rows that yield no draft, by row and column. */
  readonly problems: readonly HtcdsProblem[];
  readonly warnings: readonly HtcdsProblem[];
}

/** Makes a draft of every good row, in one transaction: all of them or, when the hub fails, none. */
export async function importReferrals(tools: ReferralTools, reading: HtcdsReading): Promise<ImportReport> {
  const created: ImportedRow[] = [];
  const existing: ImportedRow[] = [];
  const problems: HtcdsProblem[] = [...reading.problems];
  for (const { row, rowKey, referral } of reading.rows) {
    const importKey = Buffer.from(rowKey, 'hex');
    try {
      const draft = await createReferral(tools, { ...referral, status: 'actual', importKey });
      if (draft) created.push({ row, ...draft });
      else existing.push({ row, ...(await importedBefore(tools, importKey)) });
    } catch (error) {
      if (!(error instanceof HubError) || error.code === 'unavailable') throw error;
      problems.push({ row, code: error.code, message: error.detail });
    }
  }
  return {
    fileDigest: reading.fileDigest,
    created,
    existing,
    problems: problems.sort((a, b) => a.row - b.row),
    warnings: reading.warnings,
  };
}

async function importedBefore(tools: ReferralTools, importKey: Buffer): Promise<{ id: Uuid; reference: string }> {
  const found = await tools.tx.row<{ id: Uuid; reference: string }>(
    `SELECT id, reference FROM messages WHERE sender_id = $1 AND import_key = $2`,
    [tools.caller.organisationId, importKey],
  );
  if (!found) throw new Error('a row that was imported before is not on record');
  return found;
}
