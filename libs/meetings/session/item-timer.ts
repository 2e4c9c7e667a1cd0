import { HubError, type Uuid } from '#kernel';
import { lockItem, type ItemRow } from '../agenda/agenda-item';
import { readAgenda, requireRunning, type AgendaView } from '../agenda/agenda-use-cases';
import { lockMeeting, type MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import { requireRuns } from '../series/given-series';
import type { MeetingTools } from '../tools';

type TimerMove = 'start' | 'stop';

/**
 * Notes that the meeting takes an item up; the one that it dealt with until now ends. What an item took counts on when
 * it is taken up again, and the end of the meeting ends it.
 *
 * @throws HubError `not_found`, `forbidden`, `illegal_transition`
 */
export async function startItem(tools: MeetingTools, meetingId: Uuid, itemId: Uuid): Promise<AgendaView> {
  const meeting = await timed(tools, meetingId, itemId, 'start');
  await stop(tools, meeting);
  await tools.tx.execute(
    `UPDATE agenda_items SET started_at = coalesce(started_at, $2), running_since = $2, ended_at = NULL, updated_at = $2
     WHERE id = $1`,
    [itemId, tools.clock.now()],
  );
  await note(tools, meeting, 'item_started', itemId);
  return readAgenda(tools, meetingId);
}

/** Notes that the meeting is done with an item, for now. @throws as `startItem` */
export async function stopItem(tools: MeetingTools, meetingId: Uuid, itemId: Uuid): Promise<AgendaView> {
  const meeting = await timed(tools, meetingId, itemId, 'stop');
  await stop(tools, meeting);
  return readAgenda(tools, meetingId);
}

/** The meeting, held, and its item, which is able to be moved so. */
async function timed(tools: MeetingTools, meetingId: Uuid, itemId: Uuid, move: TimerMove): Promise<MeetingRow> {
  const meeting = await lockMeeting(tools.tx, meetingId);
  await requireRuns(tools, meeting);
  requireRunning(meeting, `${move}_item`, ['open']);
  const item = await lockItem(tools.tx, meetingId, itemId);
  const legal = legalOf(item);
  if (legal === move) return meeting;
  throw new HubError(
    'illegal_transition',
    legal === undefined
      ? `An item that is ${item.state} is not dealt with here.`
      : `The meeting ${legal === 'stop' ? 'deals with this item already' : 'does not deal with this item'}.`,
    { extra: { state: item.state, event: `${move}_item`, legal: legal === undefined ? [] : [`${legal}_item`] } },
  );
}

function legalOf({ state, runningSince }: ItemRow): TimerMove | undefined {
  if (runningSince !== null) return 'stop';
  return state === 'withdrawn' || state === 'carried' ? undefined : 'start';
}

/** Ends what the meeting deals with, as far as the caller may know of it. */
async function stop(tools: MeetingTools, meeting: MeetingRow): Promise<void> {
  const ended = await tools.tx.rows<{ id: Uuid }>(
    `UPDATE agenda_items SET running_since = NULL, ended_at = greatest($2, running_since), updated_at = $2,
       seconds_spent = seconds_spent + greatest(0, extract(epoch FROM $2 - running_since))::int
     WHERE meeting_id = $1 AND running_since IS NOT NULL RETURNING id`,
    [meeting.id, tools.clock.now()],
    'stop-item',
  );
  for (const { id } of ended) await note(tools, meeting, 'item_stopped', id);
}

async function note(
  { tx, clock, caller }: MeetingTools,
  meeting: MeetingRow,
  event: 'item_started' | 'item_stopped',
  item: Uuid,
): Promise<void> {
  const { id, operationId, seriesId, chairId, secretaryId } = meeting;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId: id, event, detail: { item } },
      ...{ actorId: caller.organisationId, at: clock.now(), evidence: 'meeting.agenda_changed' },
    },
  ]);
}
