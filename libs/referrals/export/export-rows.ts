import { HubError, uuidv7, type Uuid } from '#kernel';
import { witness } from '#evidence';
import { findMessage, openBody, type JsonObject, type Priority } from '#messages';
import type { WritableRow } from '../htcds/written-value';
import { readInboxItem } from '../receiving/read-inbox';
import { readerOf, witnessOwnRead } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { isGivenUp, receivedIds, recipientFacts, sentIds, type ExportFilter } from './export.store';

/** What a body exports: the referrals that it sent, or what was released to it of those it received. */
export type ExportSide = 'sent' | 'received';

/** An export that was opened, and is on record. */
export interface OpenedExport {
  /** Subject of the export's evidence. */
  readonly id: Uuid;
  readonly ids: readonly Uuid[];
  /** Where the next export goes on; null when this one takes all that is left. */
  readonly next: Uuid | null;
}

/**
 * Opens an export: finds its referrals, and puts on record who exports how many and in which form, before any content
 * is read. Nothing leaves that is not witnessed.
 */
export async function openExport(
  tools: ReferralTools,
  side: ExportSide,
  format: string,
  filter: ExportFilter,
): Promise<OpenedExport> {
  const { tx, caller } = tools;
  const found = await (side === 'sent' ? sentIds : receivedIds)(tx, caller.organisationId, {
    ...filter,
    limit: filter.limit + 1,
  });
  const ids = found.slice(0, filter.limit);
  const id = uuidv7();
  await witness(tx, [
    {
      id,
      action: 'referral.exported',
      at: tools.clock.now(),
      actorId: caller.organisationId,
      subjectType: 'export',
      subjectId: id,
      detail: { side, format, count: ids.length, ...readerOf(caller) },
    },
  ]);
  return { id, ids, next: found.length > ids.length ? (ids.at(-1) ?? null) : null };
}

/** One referral that the caller sent, as a row; undefined when its content was erased meanwhile. */
export async function sentRow(tools: ReferralTools, id: Uuid): Promise<WritableRow | undefined> {
  const message = await findMessage(tools.tx, id);
  if (message?.senderId !== tools.caller.organisationId) return undefined;
  const body = await openBody(tools.vault, message);
  if (body) await witnessOwnRead(tools, id, 'export');
  return body && { body, priority: message.priority };
}

/**
 * What was released to the caller of one referral, as a row. It is the read of an inbox item, and on record as one;
 * undefined when the caller may not read it any more.
 */
export async function receivedRow(tools: ReferralTools, id: Uuid): Promise<WritableRow | undefined> {
  try {
    const { body, priority } = await readInboxItem(tools, id);
    const { tx, caller } = tools;
    const facts = await recipientFacts(tx, id, caller.organisationId);
    const own = facts.find(({ organisationId }) => organisationId === caller.organisationId);
    if (!body || !own || isGivenUp(own)) return undefined;
    return { body: body as JsonObject, priority: priority as Priority };
  } catch (error) {
    if (error instanceof HubError && error.code === 'not_found') return undefined;
    throw error;
  }
}

/** Reads the rows of an opened export one by one, each in a transaction of its own, so that none is held open. */
export async function* exportedRows(
  { ids }: OpenedExport,
  side: ExportSide,
  run: <T>(work: (tools: ReferralTools) => Promise<T>) => Promise<T>,
): AsyncGenerator<WritableRow, void, void> {
  const read = side === 'sent' ? sentRow : receivedRow;
  for (const id of ids) {
    const row = await run((tools) => read(tools, id));
    if (row) yield row;
  }
}
