import type { Uuid } from '#kernel';
import type { Operation } from '#directory';
import type { Transaction } from '#platform/database';
import type { MeetingRow } from '../meetings/meeting';
import { findSeries, type SeriesRow } from '../series/series';
import { ruleInUtc } from '../series/series-view';
import type { HubTools } from '../tools';
import { without } from '../without';
import type { CalendarEvent, CalendarParty } from './icalendar';

type Tools = Pick<HubTools, 'directory' | 'zones'> & { readonly publicUrl: string };

/** By what calendars know a series, or a meeting by itself. */
export function uidOf(id: Uuid): string {
  return `${id}@liaison-hub`;
}

/** A series as one VEVENT with its rule, and one for each of its meetings to come that was moved by itself. */
export async function seriesEvents(tools: Tools, tx: Transaction, series: SeriesRow): Promise<CalendarEvent[]> {
  const apart = await tx.rows<ApartRow>(
    `SELECT original_wall AS "originalStart", start_wall AS start, duration_minutes AS minutes, title, place, link, sequence,
       state, updated_at AS "updatedAt", id, time_zone AS "timeZone"
     FROM meetings WHERE series_id = $1 AND moved ORDER BY original_wall`,
    [series.id],
  );
  const { operation } = await tools.directory.operation(series.operationId);
  const parties = await partiesOf(tools, operation, series);
  const called = apart.filter(({ state }) => state === 'cancelled').map(({ originalStart }) => originalStart);
  const master: CalendarEvent = {
    ...parties,
    uid: uidOf(series.id),
    sequence: series.sequence,
    stamp: series.updatedAt,
    cancelled: series.state === 'ended',
    ...{ timeZone: series.timeZone, start: series.start, minutes: series.minutes, title: series.title },
    place: series.place,
    description: descriptionOf(series.link, `${tools.publicUrl}/v1/meeting-series/${series.id}`),
    rule: ruleInUtc(tools, series),
    except: [...new Set([...series.except, ...called])].sort(),
    extra: series.extra,
  };
  const moved = apart
    .filter(({ state }) => state !== 'cancelled')
    .map((meeting) => occurrenceEvent(tools, meeting, series.id, parties));
  return series.state === 'ended' ? [master] : [master, ...moved];
}

/** One meeting as a VEVENT: of a series by its original start, or by itself. */
export async function meetingEvent(tools: Tools, tx: Transaction, meeting: MeetingRow): Promise<CalendarEvent> {
  const { operation } = await tools.directory.operation(meeting.operationId);
  const parties = await partiesOf(tools, operation, meeting);
  if (meeting.seriesId === null) return without(occurrenceEvent(tools, meeting, meeting.id, parties), 'recurrenceId');
  const series = await findSeries(tx, meeting.seriesId);
  return occurrenceEvent(tools, meeting, series?.id ?? meeting.seriesId, parties);
}

type ApartRow = Pick<
  MeetingRow,
  | 'id'
  | 'originalStart'
  | 'start'
  | 'minutes'
  | 'title'
  | 'place'
  | 'link'
  | 'sequence'
  | 'state'
  | 'updatedAt'
  | 'timeZone'
>;
type Parties = Pick<CalendarEvent, 'organizer' | 'attendees'>;

function occurrenceEvent({ publicUrl }: Tools, meeting: ApartRow, uid: Uuid, parties: Parties): CalendarEvent {
  return {
    ...parties,
    uid: uidOf(uid),
    sequence: meeting.sequence,
    stamp: meeting.updatedAt,
    cancelled: meeting.state === 'cancelled',
    ...{ timeZone: meeting.timeZone, start: meeting.start, minutes: meeting.minutes, title: meeting.title },
    place: meeting.place,
    description: descriptionOf(meeting.link, `${publicUrl}/v1/meetings/${meeting.id}`),
    recurrenceId: meeting.originalStart,
  };
}

function descriptionOf(link: string | null, address: string): string {
  return [...(link === null ? [] : [`Join: ${link}`]), `Agenda and minutes: ${address}`].join('\n');
}

async function partiesOf(
  { directory }: Tools,
  operation: Operation,
  { bodyIds, secretaryId }: { readonly bodyIds: readonly Uuid[]; readonly secretaryId: Uuid },
): Promise<Parties> {
  const partyOf = async (id: Uuid): Promise<CalendarParty | undefined> => {
    const slug = await directory.slugOf(id);
    const body = operation.bodies.find((one) => one.slug === slug);
    return body && { name: body.shortName, mailbox: body.focalPoint.mailbox };
  };
  const attendees: CalendarParty[] = [];
  for (const id of bodyIds) {
    const party = await partyOf(id);
    if (party) attendees.push(party);
  }
  const organizer = await partyOf(secretaryId);
  if (!organizer) throw new Error('the secretary of a meeting is no body of its operation any more');
  return { organizer, attendees };
}
