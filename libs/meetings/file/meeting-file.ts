import { lastCheckpoint, proveEntry, type InTransaction } from '#evidence';
import { HubError, canonicalJson, type Uuid } from '#kernel';
import { readAgenda } from '../agenda/agenda-use-cases';
import { readAnswers } from '../calendar/answers';
import { calendarOf } from '../calendar/icalendar';
import { meetingEvent } from '../calendar/invitations';
import { meetingOf } from '../meetings/meeting';
import { meetingView } from '../meetings/meeting-view';
import type { AmendmentRendition } from '../minutes/minutes-record';
import { ownRendition } from '../minutes/minutes-use-cases';
import { printableOf, printed, type PrintedMinutes } from '../minutes/printed-minutes';
import { meetingLines } from '../note-meeting';
import { listActions } from '../session/actions';
import { listDecisions } from '../session/decisions';
import type { MeetingTools } from '../tools';
import { parts, type Manifest } from './parts';

/** Entries that are proven in one transaction. */
const BATCH = 50;
/** A meeting has fewer decisions, and fewer actions. */
const ALL = 10_000;

/** What the file of a meeting is written from. */
export interface MeetingFile {
  readonly about: Omit<Manifest, 'parts'>;
  readonly approvedAt: Date;
  readonly minutes: PrintedMinutes;
  /** By the names of the parts. */
  readonly texts: Readonly<Record<string, string>>;
  /** Entries of the evidence about the meeting that the body may see, and the checkpoint that they are proven against. */
  readonly entries: readonly Uuid[];
  readonly checkpoint: number;
}

/**
 * Everything that a body has of a meeting whose minutes stand.
 *
 * @throws HubError `not_found`; `illegal_transition` before the minutes are approved; `not_sealed` while a part of the evidence
 *   waits to be sealed
 */
export async function openMeetingFile(
  tools: MeetingTools & { readonly publicUrl: string },
  meetingId: Uuid,
): Promise<MeetingFile> {
  const { tx, caller } = tools;
  const meeting = await meetingOf(tx, meetingId);
  const { rendition, digest } = await ownRendition(tools, meetingId);
  const sealed = await sealedEntries(tools, meetingId);
  const amendments = await amendmentsOf(tools, meetingId);
  const keys = await tx.rows<{ verifier: string }>(`SELECT verifier FROM evidence_keys ORDER BY since, verifier`);
  return {
    about: {
      ...{ format: 'liaison-hub-meeting-file/1', meeting: meetingId, reference: meeting.reference, body: caller.slug },
      keys: keys.map(({ verifier }) => verifier),
    },
    approvedAt: new Date(rendition.approval.approvedAt),
    minutes: printed(printableOf(rendition, digest, amendments)),
    texts: {
      [parts.minutes]: canonicalJson(rendition),
      ...Object.fromEntries(amendments.map((one) => [parts.amendment(one.amendment), canonicalJson(one)])),
      'meeting.json': canonicalJson(await meetingView(tools, meeting)),
      'agenda.json': canonicalJson(await readAgenda(tools, meetingId)),
      'answers.json': canonicalJson(await readAnswers(tools, meetingId)),
      'decisions.json': canonicalJson((await listDecisions(tools, { meeting: meetingId, limit: ALL })).data),
      'actions.json': canonicalJson((await listActions(tools, { meeting: meetingId, limit: ALL })).data),
      'timeline.json': canonicalJson(await meetingLines(tx, meetingId)),
      'meeting.ics': calendarOf('PUBLISH', [await meetingEvent(tools, tx, meeting)], tools.zones),
    },
    ...sealed,
  };
}

/** The receipts of a file, one a line. */
export async function* receiptsOf(run: InTransaction, { entries, checkpoint }: MeetingFile): AsyncGenerator<string> {
  for (let at = 0; at < entries.length; at += BATCH)
    yield await run(async (tx) => {
      let lines = '';
      for (const id of entries.slice(at, at + BATCH))
        lines += `${JSON.stringify(await proveEntry(tx, id, checkpoint))}\n`;
      return lines;
    });
}

async function amendmentsOf({ tx, caller }: MeetingTools, meetingId: Uuid): Promise<AmendmentRendition[]> {
  const rows = await tx.rows<{ rendition: string }>(
    `SELECT n.rendition FROM minutes_renditions n
     WHERE n.meeting_id = $1 AND n.organisation_id = $2 AND n.rendition::jsonb ? 'amends'
     ORDER BY (n.rendition::jsonb ->> 'amendment')::integer`,
    [meetingId, caller.organisationId],
  );
  return rows.map(({ rendition }) => JSON.parse(rendition) as AmendmentRendition);
}

async function sealedEntries(
  { tx, caller }: MeetingTools,
  meetingId: Uuid,
): Promise<Pick<MeetingFile, 'entries' | 'checkpoint'>> {
  const unsettled = await tx.row(
    `SELECT FROM minutes_renditions WHERE meeting_id = $1 AND organisation_id = $2 AND NOT settled LIMIT 1`,
    [meetingId, caller.organisationId],
  );
  const checkpoint = (await lastCheckpoint(tx))?.size ?? 0;
  const entries = await tx.rows<{ id: Uuid; index: number | null }>(
    `SELECT e.id, l.index::float8 AS index FROM evidence_entries e LEFT JOIN evidence_leaves l ON l.entry_id = e.id
     WHERE e.subject_id = $1 ORDER BY e.id`,
    [meetingId],
  );
  if (unsettled || entries.some(({ index }) => index === null || index >= checkpoint))
    throw new HubError('not_sealed', 'What happened last is not sealed yet. Sealing takes two seconds; ask again.');
  return { entries: entries.map(({ id }) => id), checkpoint };
}
