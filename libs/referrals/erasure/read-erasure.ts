import { notFound, type Uuid, nextCursor } from '#kernel';
import type { ReferralTools } from '../tools';
import { findErasure, listErasures, type ErasureRow } from './erasure.store';

export interface ErasureView {
  readonly id: Uuid;
  readonly operation: string;
  readonly cause: string;
  readonly state: string;
  /** Ids of the messages that it was asked for; what came of them goes too. */
  readonly messages: readonly Uuid[];
  /** Null once it is done: it may speak of the person. */
  readonly reason: string | null;
  /** Who acted: a person, or a key; null when the time was over. */
  readonly requestedBy: Uuid | null;
  readonly decidedBy: Uuid | null;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly erasedAt: Date | null;
  /** What may be done now. */
  readonly legal: readonly string[];
}

/** Where the reason belongs: bound to its ciphertext. */
export const reasonPlace = (id: Uuid) => ({ table: 'erasures', id, field: 'reason' }) as const;

/** The erasures of what the caller sent, newest first. */
export async function readErasures(
  tools: ReferralTools,
  filter: { readonly before?: Uuid; readonly limit: number },
): Promise<{ readonly data: ErasureView[]; readonly next: string | null }> {
  const rows = await listErasures(tools.tx, filter);
  const data = await Promise.all(rows.map((row) => viewOf(tools, row)));
  return { data, next: nextCursor(rows, filter.limit) };
}

/** @throws HubError `not_found`, also for another body's. */
export async function readErasure(tools: ReferralTools, id: Uuid): Promise<ErasureView> {
  const row = await findErasure(tools.tx, id);
  if (!row) throw notFound('erasure');
  return viewOf(tools, row);
}

async function viewOf({ vault }: ReferralTools, row: ErasureRow): Promise<ErasureView> {
  const { dataKey, reasonSealed } = row;
  return {
    id: row.id,
    operation: row.operationId,
    cause: row.cause,
    state: row.state,
    messages: row.messageIds,
    reason:
      dataKey && reasonSealed
        ? String(vault.openJson(await vault.openDataKey(dataKey), reasonSealed, reasonPlace(row.id)))
        : null,
    requestedBy: row.requestedBy,
    decidedBy: row.decidedBy,
    requestedAt: row.requestedAt,
    decidedAt: row.decidedAt,
    erasedAt: row.erasedAt,
    legal: row.state === 'requested' ? ['approve', 'refuse'] : [],
  };
}
