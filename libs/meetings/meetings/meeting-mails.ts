import type { Uuid } from '#kernel';
import type { MeetingMailContent, NewMeetingMail } from '#delivery';
import type { ClaimedEvent } from '#platform/outbox';
import type { Transaction } from '#platform/database';
import { calendarOf, type CalendarEvent } from '../calendar/icalendar';
import { meetingEvent, seriesEvents } from '../calendar/invitations';
import { findSeries, type SeriesRow } from '../series/series';
import type { HubTools } from '../tools';
import { findMeeting, type MeetingRow } from './meeting';

export type MailTools = Pick<HubTools, 'directory' | 'zones' | 'clock'> & { readonly publicUrl: string };

const AFTER =
  'It says nothing about a person. It was sent by a machine; your calendar program answers whoever keeps the record.';
const READ_BY_NOBODY =
  'It says nothing about a person. It was sent by a machine, and answers to it are read by nobody.';
const WORDS = {
  'meeting.scheduled': 'Your body is invited.',
  'meeting.changed': 'What was agreed on has changed.',
  'meeting.cancelled': 'It does not take place.',
} as const;

/**
 * The mails that tell of a series or a meeting: an invitation for calendars beside the words, one for each body. Who is
 * no longer invited gets the cancellation.
 */
export async function meetingMails(tools: MailTools, tx: Transaction, event: ClaimedEvent): Promise<NewMeetingMail[]> {
  const isSeries = event.detail['about'] === 'series';
  const series = isSeries ? await findSeries(tx, event.messageId) : undefined;
  const meeting = isSeries ? undefined : await findMeeting(tx, event.messageId);
  const about = series ?? meeting;
  if (!about) throw new Error('a meeting of which others are to be told is not on record');
  const events = series ? await seriesEvents(tools, tx, series) : [await meetingEvent(tools, tx, meeting ?? missing())];
  const topic = event.topic as keyof typeof WORDS;
  const cancelled = events[0]?.cancelled === true;
  const mail = (organisationId: Uuid, called: boolean): NewMeetingMail => ({
    organisationId,
    operation: about.operationId,
    calendarUid: series?.id ?? meeting?.seriesId ?? about.id,
    dedupe: `event/${event.id}`,
    content: contentOf(tools, about, called ? 'meeting.cancelled' : topic, {
      method: called ? 'CANCEL' : 'REQUEST',
      events: called ? calledOff(events) : events,
    }),
  });
  const left = String(event.detail['left'] ?? '')
    .split(' ')
    .filter(Boolean);
  return [...about.bodyIds.map((id) => mail(id, cancelled)), ...left.map((id) => mail(id, true))];
}

/** Who left is asked to take it out of the calendar: the whole of it, by its first VEVENT. */
function calledOff(events: readonly CalendarEvent[]): CalendarEvent[] {
  return events.slice(0, 1).map((event) => ({ ...event, cancelled: true }));
}

function contentOf(
  { zones, publicUrl }: MailTools,
  about: SeriesRow | MeetingRow,
  topic: keyof typeof WORDS,
  calendar: { readonly method: 'REQUEST' | 'CANCEL'; readonly events: readonly CalendarEvent[] },
): MeetingMailContent {
  const isSeries = 'rule' in about;
  const meeting = 'rule' in about ? undefined : about;
  return {
    subject: `[Liaison Hub] ${about.title}: ${WORDS[topic].toLowerCase().replace('.', '')}`,
    opening: WORDS[topic],
    rows: rowsOf(about),
    ...(meeting && calendar.method === 'REQUEST' ? { link: answerLink(meeting) } : {}),
    does: `Answer by the invitation that comes with this mail, or in the hub: ${publicUrl}/v1/${isSeries ? 'meeting-series' : 'meetings'}/${about.id}`,
    after: AFTER,
    calendar: { method: calendar.method, text: calendarOf(calendar.method, calendar.events, zones) },
  };
}

function rowsOf(about: SeriesRow | MeetingRow): [string, string][] {
  return [
    ['Meeting', about.title],
    [
      'rule' in about ? 'From' : 'When',
      `${about.start.replace('T', ' ')} (${about.timeZone}), ${about.minutes} minutes`,
    ],
    ...(about.place === null ? [] : [['Where', about.place] satisfies [string, string]]),
  ];
}

function missing(): never {
  throw new Error('a meeting of which others are to be told is not on record');
}

/** The mail that reminds a body of a meeting that is near. */
export function reminderOf({ publicUrl }: Pick<MailTools, 'publicUrl'>, meeting: MeetingRow): MeetingMailContent {
  return {
    subject: `[Liaison Hub] ${meeting.title}: reminder`,
    opening: 'A meeting of your body is near.',
    rows: rowsOf(meeting),
    does: `Its agenda is in the hub: ${publicUrl}/v1/meetings/${meeting.id}/agenda`,
    link: answerLink(meeting),
    after: AFTER,
  };
}

/** A page that answers the invitation to one meeting, until it begins. */
function answerLink({ id, startsAt }: MeetingRow): NonNullable<MeetingMailContent['link']> {
  return {
    meetingId: id,
    expiresAt: startsAt,
    does: 'Or say on this page, without an account, whether your body comes:',
  };
}

/** The mail by which a body keeps what binds minutes, or an amendment of them, whatever becomes of the hub. */
export function publishedMail(
  { publicUrl }: Pick<MailTools, 'publicUrl'>,
  meeting: MeetingRow,
  published: {
    readonly kind: string;
    readonly number: number;
    readonly recordDigest: string;
    readonly digest: string;
  },
): MeetingMailContent {
  const what = published.kind === 'minutes' ? 'minutes' : 'an amendment of the minutes';
  return {
    subject: `[Liaison Hub] ${meeting.reference}: ${what}`,
    opening: `There are ${what} of a meeting of your body, which stand now. Keep this mail: they are checked by it.`,
    rows: [
      ...rowsOf(meeting),
      ['Number', String(published.number)],
      ['Record', `SHA-256 ${published.recordDigest}`],
      ['Yours', `SHA-256 ${published.digest}`],
    ],
    does: `Read them in the hub: ${publicUrl}/v1/meetings/${meeting.id}/minutes`,
    after: READ_BY_NOBODY,
  };
}

/** The mail that asks a body for its answer to minutes. */
export function approvalMail(
  { publicUrl }: Pick<MailTools, 'publicUrl'>,
  meeting: MeetingRow,
  { round, deadline, until }: { readonly round: number; readonly deadline: Date; readonly until: string },
): MeetingMailContent {
  return {
    subject: `[Liaison Hub] ${meeting.reference}: your answer to the minutes`,
    opening: `The minutes of a meeting of your body wait for its answer. Silence until ${until} approves them.`,
    rows: rowsOf(meeting),
    does: `Read and answer them in the hub: ${publicUrl}/v1/meetings/${meeting.id}/minutes`,
    link: {
      ...{ meetingId: meeting.id, round, expiresAt: deadline },
      does: 'Or on this page, without an account:',
    },
    after: READ_BY_NOBODY,
  };
}
