import { notFound, type Uuid, nextCursor } from '#kernel';
import { witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { findException, listExceptions, type ExceptionRow } from './exception.store';
import { legalExceptionEvents } from './exception-lifecycle';

export interface ExceptionView {
  readonly id: Uuid;
  readonly referralId: Uuid;
  readonly sender: string;
  readonly recipient: string;
  readonly state: string;
  readonly groups: readonly string[];
  /** For the body that asked; null for the one that was only told. */
  readonly reason: string | null;
  readonly note: string | null;
  /** Ids of the keys that acted. */
  readonly requestedBy: Uuid;
  readonly decidedBy: Uuid | null;
  readonly revokedBy: Uuid | null;
  readonly requestedAt: Date;
  readonly decidedAt: Date | null;
  readonly endedAt: Date | null;
  readonly expiresAt: Date;
  /** Whether the body has the message by this exception and no other ground. */
  readonly used: boolean;
  /** What the body that asked may do now. */
  readonly legal: readonly string[];
}

/** Where the words of an exception belong: bound to the ciphertext. */
export const exceptionPlaces = {
  reason: (id: Uuid) => ({ table: 'release_exceptions', id, field: 'reason' }),
  note: (id: Uuid) => ({ table: 'release_exceptions', id, field: 'note' }),
} as const;

/** The exceptions that the caller asked for, or was told of, newest first. */
export async function readExceptions(
  tools: ReferralTools,
  filter: { readonly state?: string; readonly before?: Uuid; readonly limit: number },
): Promise<{ readonly data: ExceptionView[]; readonly next: string | null }> {
  const rows = await listExceptions(tools.tx, filter);
  const data = await Promise.all(rows.map((row) => exceptionView(tools, row)));
  for (const one of data) await witnessWords(tools, one);
  return { data, next: nextCursor(rows, filter.limit) };
}

/** An exception, with its words where they are the caller's. @throws HubError `not_found`, also for another body's. */
export async function readException(tools: ReferralTools, id: Uuid): Promise<ExceptionView> {
  const view = await shownException(tools, id);
  await witnessWords(tools, view);
  return view;
}

/** As the answer to a change of it, which is evidence already. @throws HubError `not_found`, also for another body's. */
export async function shownException(tools: ReferralTools, id: Uuid): Promise<ExceptionView> {
  const row = await findException(tools.tx, id);
  if (!row) throw notFound('exception');
  return exceptionView(tools, row);
}

/** Reason and note are words about a case: who sees them looked at content. */
async function witnessWords(tools: ReferralTools, { id, reason, note }: ExceptionView): Promise<void> {
  if (reason !== null || note !== null) await witnessOwnRead(tools, id, 'view', 'exception');
}

async function exceptionView(tools: ReferralTools, row: ExceptionRow): Promise<ExceptionView> {
  const own = row.senderId === tools.caller.organisationId;
  const dataKey = own && row.dataKey ? await tools.vault.openDataKey(row.dataKey) : undefined;
  const words = (
    sealed: Buffer | null,
    place: ReturnType<typeof exceptionPlaces.reason | typeof exceptionPlaces.note>,
  ) => (dataKey && sealed ? String(tools.vault.openJson(dataKey, sealed, place)) : null);
  return {
    id: row.id,
    referralId: row.messageId,
    sender: await tools.directory.slugOf(row.senderId),
    recipient: row.recipient,
    state: row.state,
    groups: row.groups,
    reason: words(row.reasonSealed, exceptionPlaces.reason(row.id)),
    note: words(row.noteSealed, exceptionPlaces.note(row.id)),
    requestedBy: row.requestedBy,
    decidedBy: row.decidedBy,
    revokedBy: row.revokedBy,
    requestedAt: row.requestedAt,
    decidedAt: row.decidedAt,
    endedAt: row.endedAt,
    expiresAt: row.expiresAt,
    used: row.recipientId !== null,
    legal: own ? legalExceptionEvents(row.state) : [],
  };
}
