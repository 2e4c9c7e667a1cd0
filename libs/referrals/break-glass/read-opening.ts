import { nextCursor, notFound, type Uuid } from '#kernel';
import type { ReferralTools } from '../tools';
import { findOpening, listOpenings, type OpeningRow } from './opening.store';
import { legalFor, stateOf } from './opening-state';

export interface OpeningView {
  readonly id: Uuid;
  readonly operation: string;
  readonly messageId: Uuid;
  /** The body that sent the record. */
  readonly sender: string;
  /** The body of whoever asks. */
  readonly organisation: string;
  readonly state: string;
  readonly minutes: number;
  /** Null once the record was erased. */
  readonly reason: string | null;
  /** Persons of one's own body; null of others: who it was there is theirs to know. */
  readonly requestedBy: Uuid | null;
  readonly decidedBy: Uuid | null;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly endedAt: Date | null;
  /** What the reader's body may do now. */
  readonly legal: readonly string[];
}

/** Where the reason belongs: bound to its ciphertext. */
export const openingReason = (id: Uuid) => ({ table: 'break_glass', id, field: 'reason' }) as const;

/** Those that the caller's body asked for, or is asked about, newest first. */
export async function readOpenings(
  tools: ReferralTools,
  filter: { readonly before?: Uuid; readonly limit: number },
): Promise<{ readonly data: OpeningView[]; readonly next: string | null }> {
  const rows = await listOpenings(tools.tx, filter);
  const data = await Promise.all(rows.map((row) => openingView(tools, row)));
  return { data, next: nextCursor(rows, filter.limit) };
}

/** @throws HubError `not_found`, also to a body that is not concerned. */
export async function readOpening(tools: ReferralTools, id: Uuid): Promise<OpeningView> {
  const row = await findOpening(tools.tx, id);
  if (!row) throw notFound('opening');
  return openingView(tools, row);
}

async function openingView({ vault, clock, directory, caller }: ReferralTools, row: OpeningRow): Promise<OpeningView> {
  const { dataKey, reasonSealed } = row;
  const asks = row.organisationId === caller.organisationId;
  const state = stateOf(row, clock.now());
  return {
    id: row.id,
    operation: row.operationId,
    messageId: row.messageId,
    sender: await directory.slugOf(row.senderId),
    organisation: await directory.slugOf(row.organisationId),
    state,
    minutes: row.minutes,
    reason:
      dataKey && reasonSealed
        ? String(vault.openJson(await vault.openDataKey(dataKey), reasonSealed, openingReason(row.id)))
        : null,
    requestedBy: asks ? row.requestedBy : null,
    decidedBy: asks ? null : row.decidedBy,
    requestedAt: row.requestedAt,
    decidedAt: row.decidedAt,
    expiresAt: row.expiresAt,
    endedAt: row.endedAt,
    legal: asks ? [] : legalFor(state),
  };
}
