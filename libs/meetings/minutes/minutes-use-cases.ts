import { HubError, invalidInput, staleVersion, uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { itemOf } from '../agenda/agenda-item';
import { lineDiff, type DiffLine } from '../domain/line-diff';
import type { MinutesAnswer, MinutesState } from '../domain/approval';
import { lockMeeting, meetingOf, type MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import { requireRuns } from '../series/given-series';
import type { MeetingTools } from '../tools';
import {
  digestOf,
  isBound,
  minutesContent,
  type MinutesHeader,
  type MinutesItem,
  type RecordedAnswer,
  type Rendition,
} from './minutes-record';

const DAY = 86_400_000;

interface MinutesRow {
  readonly state: Exclude<MinutesState, 'draft'>;
  readonly round: number;
  readonly deadline: Date;
  readonly version: number;
  readonly submittedAt: Date;
  readonly approvedAt: Date | null;
}

export type RoundAnswer = RecordedAnswer & { readonly answeredAt: Date };

export interface AmendmentView {
  readonly number: number;
  readonly item: Uuid;
  readonly reason: string;
  readonly diff: readonly DiffLine[];
  readonly by: string;
  readonly amendedAt: Date;
  /** Null until the hub has put it on the chain. */
  readonly digest: string | null;
}

/** Minutes as the caller's body may see them. */
export interface MinutesView {
  readonly meeting: Uuid;
  readonly state: MinutesState;
  /** 0 before they were submitted. */
  readonly round: number;
  readonly deadline: Date | null;
  readonly version: number;
  readonly approvedAt: Date | null;
  readonly header: MinutesHeader;
  readonly items: readonly (MinutesItem | { readonly withheld: string })[];
  readonly answers: readonly RoundAnswer[];
  readonly amendments: readonly AmendmentView[];
  /** Once approved: SHA-256 of the whole record, of what your body has of it, and of the record before it. */
  readonly digest: string | null;
  readonly renditionDigest: string | null;
  readonly previousDigest: string | null;
  readonly number: number | null;
}

/** @throws HubError `not_found`; `illegal_transition` before the meeting was held */
export async function readMinutes(tools: MeetingTools, meetingId: Uuid): Promise<MinutesView> {
  const meeting = await meetingOf(tools.tx, meetingId);
  const minutes = await minutesOf(tools.tx, meetingId);
  const approved = minutes?.state === 'approved' ? await ownRendition(tools, meetingId) : undefined;
  const content = approved ? undefined : await minutesContent(tools, tools.tx, meeting);
  const header = approved?.rendition.header ?? content?.header;
  if (!header) throw new Error('minutes have a header');
  return {
    meeting: meetingId,
    state: minutes?.state ?? 'draft',
    round: minutes?.round ?? 0,
    deadline: minutes?.deadline ?? null,
    version: minutes?.version ?? 0,
    approvedAt: minutes?.approvedAt ?? null,
    header,
    items:
      approved?.rendition.items.map((one) => ('withheld' in one ? { withheld: one.withheld } : one.item)) ??
      content?.items ??
      [],
    answers: await answersOf(tools.tx, meetingId),
    amendments: await amendmentsOf(tools.tx, meetingId),
    digest: approved?.rendition.digest ?? null,
    renditionDigest: approved?.digest ?? null,
    previousDigest: approved?.rendition.previous ?? null,
    number: approved?.rendition.number ?? null,
  };
}

/** Asks the bodies to approve what was recorded. @throws HubError `forbidden`, `illegal_transition`, `stale_version` */
export async function submitMinutes(tools: MeetingTools, meetingId: Uuid, version: number): Promise<MinutesView> {
  const { tx, clock } = tools;
  const meeting = await lockMeeting(tx, meetingId);
  await requireRuns(tools, meeting);
  const minutes = await minutesOf(tx, meetingId);
  if ((minutes?.version ?? 0) !== version) throw staleVersion(minutes?.version ?? 0);
  const state = minutes?.state ?? 'draft';
  if (meeting.state !== 'held' || (state !== 'draft' && state !== 'changes_requested'))
    throw illegal(meeting.state === 'held' ? state : meeting.state, 'submit');
  const at = clock.now();
  const deadline = new Date(at.getTime() + meeting.settings.silenceDays * DAY);
  await tx.execute(
    `INSERT INTO minutes (meeting_id, operation_id, state, round, deadline, version, submitted_at)
     VALUES ($1, $2, 'submitted', 1, $3, 1, $4)
     ON CONFLICT (meeting_id) DO UPDATE SET state = 'submitted', round = minutes.round + 1, deadline = excluded.deadline,
       version = minutes.version + 1, submitted_at = excluded.submitted_at`,
    [meetingId, meeting.operationId, deadline, at],
  );
  await note(tools, meeting, 'minutes_submitted', {
    round: (minutes?.round ?? 0) + 1,
    deadline: deadline.toISOString(),
  });
  return readMinutes(tools, meetingId);
}

/** A body's answer in the round that runs; once each. The hub draws the conclusion. @throws HubError */
export async function answerMinutes(
  tools: MeetingTools,
  meetingId: Uuid,
  answer: Exclude<MinutesAnswer, 'silent'>,
  remarks: string | undefined,
): Promise<MinutesView> {
  const { tx, clock, caller } = tools;
  const meeting = await meetingOf(tx, meetingId);
  const minutes = await minutesOf(tx, meetingId);
  if (minutes?.state !== 'submitted') throw illegal(minutes?.state ?? 'draft', answer);
  if (answer === 'changes_requested' && remarks === undefined)
    throw invalidInput([{ pointer: '/remarks', code: 'required', message: 'say what is to be changed' }]);
  const kept = await tx.execute(
    `INSERT INTO minutes_answers (id, meeting_id, operation_id, round, organisation_id, answer, remarks, answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (meeting_id, round, organisation_id) DO NOTHING`,
    [
      uuidv7(),
      meetingId,
      meeting.operationId,
      minutes.round,
      caller.organisationId,
      answer,
      remarks ?? null,
      clock.now(),
    ],
  );
  if (kept === 0) throw illegal('answered', answer);
  await note(tools, meeting, 'minutes_answered', {
    ...{ round: minutes.round, answer },
    ...(caller.link === true ? { via: 'link' } : {}),
  });
  return readMinutes(tools, meetingId);
}

/**
 * Amends approved minutes: they stand as they are, and the amendment stands beside them, numbered, with what it changes.
 *
 * @throws HubError `illegal_transition` for minutes that are not approved
 */
export async function amendMinutes(
  tools: MeetingTools,
  meetingId: Uuid,
  given: { readonly item: Uuid; readonly note: string; readonly reason: string },
): Promise<MinutesView> {
  const { tx, clock, caller } = tools;
  const meeting = await lockMeeting(tx, meetingId);
  await requireRuns(tools, meeting);
  const minutes = await minutesOf(tx, meetingId);
  if (minutes?.state !== 'approved') throw illegal(minutes?.state ?? 'draft', 'amend');
  const item = await itemOf(tx, meetingId, given.item);
  const last = await tx.row<{ after: string; number: number }>(
    `SELECT max(number) OVER () AS number, after FROM minutes_amendments WHERE meeting_id = $1
     ORDER BY (item_id = $2) DESC, number DESC LIMIT 1`,
    [meetingId, given.item],
  );
  const own = await tx.row<{ after: string }>(
    `SELECT after FROM minutes_amendments WHERE meeting_id = $1 AND item_id = $2 ORDER BY number DESC LIMIT 1`,
    [meetingId, given.item],
  );
  await tx.execute(
    `INSERT INTO minutes_amendments (id, meeting_id, operation_id, item_id, visible_to, number, reason, before, after, author_id,
       amended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      uuidv7(),
      meetingId,
      meeting.operationId,
      given.item,
      item.visibleTo,
      (last?.number ?? 0) + 1,
      given.reason,
      own?.after ?? item.note,
      given.note,
      caller.organisationId,
      clock.now(),
    ],
  );
  await note(tools, meeting, 'minutes_amended', { number: (last?.number ?? 0) + 1, item: given.item });
  return readMinutes(tools, meetingId);
}

export interface Verified {
  /** Whether what your body has is bound to the digest of the whole record, and the record to the one before it. */
  readonly valid: boolean;
  readonly digest: string;
  readonly renditionDigest: string;
  readonly number: number;
  readonly previousDigest: string | null;
}

/** Checks what the caller's body has of approved minutes by computing it anew. @throws HubError */
export async function verifyMinutes(tools: MeetingTools, meetingId: Uuid): Promise<Verified> {
  await meetingOf(tools.tx, meetingId);
  const { rendition, digest, recordDigest } = await ownRendition(tools, meetingId);
  return {
    valid:
      isBound(rendition) && digestOf(rendition) === digest && (recordDigest ?? rendition.digest) === rendition.digest,
    digest: rendition.digest,
    renditionDigest: digest,
    number: rendition.number,
    previousDigest: rendition.previous,
  };
}

/** What the caller's body has of approved minutes. @throws HubError `illegal_transition` before they are approved */
export async function ownRendition(
  { tx, caller }: MeetingTools,
  meetingId: Uuid,
): Promise<{ readonly rendition: Rendition; readonly digest: string; readonly recordDigest: string | null }> {
  const row = await tx.row<{ rendition: string; digest: string; recordDigest: string | null }>(
    `SELECT n.rendition, n.digest, r.digest AS "recordDigest" FROM minutes_renditions n
     LEFT JOIN minutes_records r ON r.id = n.record_id
     WHERE n.meeting_id = $1 AND n.organisation_id = $2 AND n.rendition::jsonb ? 'header' ORDER BY n.record_id LIMIT 1`,
    [meetingId, caller.organisationId],
  );
  if (!row) throw illegal('draft', 'verify');
  return { rendition: JSON.parse(row.rendition) as Rendition, digest: row.digest, recordDigest: row.recordDigest };
}

export function minutesOf(tx: Transaction, meetingId: Uuid): Promise<MinutesRow | undefined> {
  return tx.row<MinutesRow>(
    `SELECT state, round, deadline, version, submitted_at AS "submittedAt", approved_at AS "approvedAt" FROM minutes
     WHERE meeting_id = $1`,
    [meetingId],
  );
}

export function answersOf(tx: Transaction, meetingId: Uuid): Promise<RoundAnswer[]> {
  return tx.rows<RoundAnswer>(
    `SELECT a.round, o.slug AS body, a.answer, a.remarks, a.answered_at AS "answeredAt" FROM minutes_answers a
     JOIN organisations o ON o.id = a.organisation_id WHERE a.meeting_id = $1 ORDER BY a.round, a.answered_at, o.slug`,
    [meetingId],
  );
}

async function amendmentsOf(tx: Transaction, meetingId: Uuid): Promise<AmendmentView[]> {
  const rows = await tx.rows<Omit<AmendmentView, 'diff'> & { before: string; after: string }>(
    `SELECT a.number, a.item_id AS item, a.reason, a.before, a.after, o.slug AS by, a.amended_at AS "amendedAt",
       n.rendition::json ->> 'digest' AS digest
     FROM minutes_amendments a JOIN organisations o ON o.id = a.author_id
     LEFT JOIN minutes_renditions n ON n.record_id = a.record_id AND n.organisation_id = app_body()
     WHERE a.meeting_id = $1 ORDER BY a.number`,
    [meetingId],
  );
  return rows.map(({ before, after, ...row }) => ({ ...row, diff: lineDiff(before, after) }));
}

function illegal(state: string, event: string): HubError {
  return new HubError('illegal_transition', `Minutes that are ${state.replace('_', ' ')} do not take this.`, {
    extra: { state, event, legal: [] },
  });
}

async function note(
  { tx, clock, caller }: MeetingTools,
  meeting: MeetingRow,
  event: 'minutes_submitted' | 'minutes_answered' | 'minutes_amended',
  detail: Record<string, string | number>,
): Promise<void> {
  const { id, operationId, seriesId, chairId, secretaryId } = meeting;
  const evidence = {
    minutes_submitted: 'minutes.submitted',
    minutes_answered: 'minutes.answered',
    minutes_amended: 'minutes.amended',
  } as const;
  await noteMeetings(tx, [
    {
      ...{ operationId, seriesId, chairId, secretaryId, meetingId: id, event, detail },
      ...{ actorId: caller.organisationId, at: clock.now(), evidence: evidence[event] },
    },
  ]);
}
