import { HubError, invalidInput, staleVersion, uuidv7, type Uuid } from '#kernel';
import { lockMeeting, meetingOf, updateMeetings, type MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import { requireRuns } from '../series/given-series';
import type { AgendaTag } from '../series/series';
import type { MeetingTools } from '../tools';
import { itemOf, itemView, itemsOf, lockItem, type ItemRow, type ItemState, type ItemView } from './agenda-item';

export interface AgendaView {
  readonly meeting: Uuid;
  /** When it was frozen; null: it still follows what is open. */
  readonly frozenAt: Date | null;
  /** SHA-256 of the agenda as it was frozen. */
  readonly digest: string | null;
  readonly items: readonly ItemView[];
}

export interface ItemGiven {
  readonly title: string;
  readonly tag: AgendaTag;
  readonly minutes: number;
  readonly presenter?: string;
  /** References of messages that it is about. */
  readonly references?: readonly string[];
  /** Bodies that see it. Absent: all that take part. */
  readonly visibleTo?: readonly string[];
}

export type ItemChange = Partial<Omit<ItemGiven, 'references' | 'visibleTo'>> & {
  readonly state?: Extract<ItemState, 'open' | 'done' | 'deferred' | 'withdrawn'>;
};

export async function readAgenda(tools: MeetingTools, meetingId: Uuid): Promise<AgendaView> {
  await meetingOf(tools.tx, meetingId);
  const frozen = await tools.tx.row<{ frozenAt: Date | null; digest: string | null }>(
    `SELECT frozen_at AS "frozenAt", agenda_digest AS digest FROM meetings WHERE id = $1`,
    [meetingId],
  );
  const items = await itemsOf(tools.tx, meetingId);
  return {
    meeting: meetingId,
    frozenAt: frozen?.frozenAt ?? null,
    digest: frozen?.digest ?? null,
    items: await Promise.all(items.map((item) => itemView(tools, item))),
  };
}

/**
 * Puts an item on the agenda, as any body that takes part may; after the cut-off it is marked as late. An item for some
 * bodies only is seen by them, who proposes it, and who runs the meeting.
 *
 * @throws HubError `not_found`, `invalid_input`, `illegal_transition` once the meeting is over
 */
export async function proposeItem(tools: MeetingTools, meetingId: Uuid, given: ItemGiven): Promise<ItemView> {
  const { tx, clock, caller } = tools;
  const meeting = await meetingOf(tx, meetingId);
  requireRunning(meeting, 'propose');
  const at = clock.now();
  const id = uuidv7();
  const entries = (given.references ?? []).map((reference) => ({
    ...{ id, reference, messageId: null, priority: 'normal' },
    ...{ since: at.toISOString(), carried: 0, firstListed: at.toISOString() },
  }));
  const chosen = await idsOf(tools, meeting, given.visibleTo, '/visibleTo');
  const visibleTo = chosen && [...new Set([...chosen, caller.organisationId, meeting.chairId, meeting.secretaryId])];
  const [presenter = null] =
    (await idsOf(tools, meeting, given.presenter ? [given.presenter] : undefined, '/presenter')) ?? [];
  await tx.execute(
    `INSERT INTO agenda_items (id, meeting_id, operation_id, key, position, origin, tag, title, minutes, presenter_id,
       proposer_id, entries, total, visible_to, carried, first_listed, late, state, version, created_at, updated_at)
     SELECT $1, m.id, m.operation_id, $12,
       1000 + (SELECT count(*)::int FROM agenda_items i WHERE i.meeting_id = m.id), 'proposed', $3, $4, $5, $6, $7, $8, $9, $10,
       0, $11, m.frozen_at IS NOT NULL, 'open', 1, $11, $11
     FROM meetings m WHERE m.id = $2`,
    [
      id,
      meetingId,
      given.tag,
      given.title,
      given.minutes,
      presenter,
      caller.organisationId,
      JSON.stringify(entries),
      entries.length,
      visibleTo ?? null,
      at,
      `proposed/${id}`,
    ],
  );
  await note(tools, meeting, 'item_proposed', { item: id, confidential: visibleTo !== undefined });
  return itemView(tools, await itemOf(tx, meetingId, id));
}

/** Changes an item: who proposed it until the meeting begins, who runs the meeting until it is over. @throws HubError */
export async function changeItem(
  tools: MeetingTools,
  meetingId: Uuid,
  id: Uuid,
  version: number,
  change: ItemChange,
): Promise<ItemView> {
  const { tx, clock, caller } = tools;
  const meeting = await meetingOf(tx, meetingId);
  const item = await lockItem(tx, meetingId, id);
  requireRunning(meeting, 'change_item');
  if (item.proposerId !== caller.organisationId || meeting.state !== 'scheduled') await requireRuns(tools, meeting);
  if (item.version !== version) throw staleVersion(item.version);
  const presenter = await idsOf(tools, meeting, change.presenter ? [change.presenter] : undefined, '/presenter');
  await tx.execute(
    `UPDATE agenda_items SET title = $2, tag = $3, minutes = $4, presenter_id = $5, state = $6, version = version + 1,
       updated_at = $7 WHERE id = $1`,
    [
      id,
      change.title ?? item.title,
      change.tag ?? item.tag,
      change.minutes ?? item.minutes,
      presenter?.[0] ?? item.presenterId,
      change.state ?? item.state,
      clock.now(),
    ],
  );
  await note(tools, meeting, 'item_changed', { item: id, ...(change.state ? { state: change.state } : {}) });
  return itemView(tools, await itemOf(tx, meetingId, id));
}

/** Puts the items in an order; those that are not named follow in theirs. @throws HubError */
export async function orderItems(
  tools: MeetingTools,
  meetingId: Uuid,
  version: number,
  order: readonly Uuid[],
): Promise<AgendaView> {
  const { tx, clock } = tools;
  const meeting = await lockMeeting(tx, meetingId);
  await requireRuns(tools, meeting);
  requireRunning(meeting, 'order');
  if (meeting.version !== version) throw staleVersion(meeting.version);
  const items = await itemsOf(tx, meetingId);
  const known = new Set(items.map(({ id }) => id));
  const stray = order.findIndex((id) => !known.has(id));
  if (stray >= 0)
    throw invalidInput([{ pointer: `/items/${stray}`, code: 'unknown_item', message: 'is no item of this agenda' }]);
  const all = [...order, ...items.map(({ id }) => id).filter((id) => !order.includes(id))];
  await tx.execute(
    `UPDATE agenda_items i SET position = o.place * 10, placed = true, updated_at = $2
     FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place) WHERE i.id = o.id`,
    [all, clock.now()],
  );
  await updateMeetings(tx, [{ ...meeting, version: meeting.version + 1, updatedAt: clock.now() }]);
  await note(tools, meeting, 'agenda_ordered', { items: order.length });
  return readAgenda(tools, meetingId);
}

export interface NoteView {
  readonly item: Uuid;
  readonly note: string;
  readonly noteVersion: number;
}

/**
 * Writes the notes of an item. Whoever changed them meanwhile is not overwritten: the answer holds what both started from,
 * yours and theirs, for a person to bring together.
 *
 * @throws HubError `edit_conflict` with `base`, `yours`, `theirs` and the version to go on from
 */
export async function writeNote(
  tools: MeetingTools,
  meetingId: Uuid,
  id: Uuid,
  version: number,
  text: string,
): Promise<NoteView> {
  const { tx, clock, caller } = tools;
  const meeting = await meetingOf(tx, meetingId);
  await requireRuns(tools, meeting);
  await requireWritable(tools, meeting);
  const item = await lockItem(tx, meetingId, id);
  if (item.noteVersion !== version) throw await conflictOf(tools, item, version, text);
  const noteVersion = version + 1;
  await tx.execute(
    `INSERT INTO agenda_notes (item_id, version, meeting_id, operation_id, visible_to, note, author_id, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, noteVersion, meetingId, meeting.operationId, item.visibleTo, text, caller.organisationId, clock.now()],
  );
  await tx.execute(`UPDATE agenda_items SET note = $2, note_version = $3, updated_at = $4 WHERE id = $1`, [
    ...[id, text, noteVersion],
    clock.now(),
  ]);
  return { item: id, note: text, noteVersion };
}

async function conflictOf(tools: MeetingTools, item: ItemRow, version: number, yours: string): Promise<HubError> {
  const base = await tools.tx.row<{ note: string }>(
    `SELECT note FROM agenda_notes WHERE item_id = $1 AND version = $2`,
    [item.id, version],
  );
  return new HubError(
    'edit_conflict',
    `Somebody wrote these notes meanwhile: they are at version ${item.noteVersion}. Bring yours and theirs together, then send them with that version.`,
    { extra: { base: base?.note ?? '', yours, theirs: item.note, version: item.noteVersion } },
  );
}

/** Notes are written until the minutes are submitted, and again when changes were asked for. */
async function requireWritable({ tx }: MeetingTools, meeting: MeetingRow): Promise<void> {
  requireRunning(meeting, 'note', ['scheduled', 'open', 'held']);
  const minutes = await tx.row<{ state: string }>(`SELECT state FROM minutes WHERE meeting_id = $1`, [meeting.id]);
  if (minutes === undefined || minutes.state === 'changes_requested') return;
  throw new HubError(
    'illegal_transition',
    `The minutes are ${minutes.state}: their text stands. Approved minutes are amended.`,
    { extra: { state: minutes.state, event: 'note', legal: minutes.state === 'approved' ? ['amend'] : [] } },
  );
}

/** @throws HubError `illegal_transition` for what is over */
export function requireRunning(
  meeting: MeetingRow,
  event: string,
  states: readonly string[] = ['scheduled', 'open'],
): void {
  if (states.includes(meeting.state)) return;
  throw new HubError('illegal_transition', `A meeting that is ${meeting.state} does not take this.`, {
    extra: { state: meeting.state, event, legal: [] },
  });
}

/** @throws HubError `invalid_input` for a body that takes no part */
async function idsOf(
  tools: MeetingTools,
  meeting: MeetingRow,
  slugs: readonly string[] | undefined,
  pointer: string,
): Promise<Uuid[] | undefined> {
  if (slugs === undefined) return undefined;
  const ids: Uuid[] = [];
  for (const slug of slugs) {
    const id = await tools.directory.idOf(slug);
    if (id === undefined || !meeting.bodyIds.includes(id))
      throw invalidInput([{ pointer, code: 'organisation_unknown', message: 'must name bodies of this meeting' }]);
    ids.push(id);
  }
  return ids;
}

async function note(
  { tx, clock, caller }: MeetingTools,
  meeting: MeetingRow,
  event: string,
  detail: Record<string, string | number | boolean>,
): Promise<void> {
  const { id, operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId: id, event, detail },
      ...{ actorId: caller.organisationId, at: clock.now(), evidence: 'meeting.agenda_changed' },
    },
  ]);
}
