import { HubError, invalidInput, notFound, uuidv7, type Uuid } from '#kernel';
import { findMeeting, meetingOf, type MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';
import { requireRunning } from '../agenda/agenda-use-cases';
import { findSeries } from '../series/series';
import type { MeetingTools } from '../tools';
import type { CalendarReply } from './read-reply';

export const answers = ['accepted', 'declined', 'tentative'] as const;
export type Answer = (typeof answers)[number];

/** What a body answered to an invitation. */
export interface AnswerView {
  readonly body: string;
  /** `none`: it has not answered, or the meeting was moved since. */
  readonly answer: Answer | 'none';
  readonly answeredAt: Date | null;
}

/** The bodies' answers as they count now: one for the meeting itself, or for the whole series. */
export async function readAnswers(tools: Pick<MeetingTools, 'tx'>, meetingId: Uuid): Promise<AnswerView[]> {
  await meetingOf(tools.tx, meetingId);
  return tools.tx.rows<AnswerView>(
    `SELECT o.slug AS body, coalesce(a.answer, 'none') AS answer, a.answered_at AS "answeredAt"
     FROM meetings m CROSS JOIN unnest(m.body_ids) AS b (id) JOIN organisations o ON o.id = b.id
     LEFT JOIN LATERAL (
       SELECT answer, answered_at FROM meeting_answers x
       WHERE x.organisation_id = b.id AND (x.meeting_id = m.id OR x.series_id = m.series_id) AND x.sequence >= m.sequence
       ORDER BY x.meeting_id IS NULL, x.stamp DESC LIMIT 1
     ) a ON true
     WHERE m.id = $1 ORDER BY 1`,
    [meetingId],
  );
}

/** Answers an invitation in the name of the caller's body. @throws HubError `not_found`, `illegal_transition` */
export async function answerMeeting(tools: MeetingTools, meetingId: Uuid, answer: Answer): Promise<AnswerView[]> {
  const meeting = await meetingOf(tools.tx, meetingId);
  requireRunning(meeting, 'answer', ['scheduled']);
  const at = tools.clock.now();
  await keepAnswer(tools, {
    ...{ meeting, seriesId: null, organisationId: tools.caller.organisationId, answer },
    ...{ sequence: meeting.sequence, stamp: at, via: tools.caller.link === true ? 'link' : 'api' },
  });
  return readAnswers(tools, meetingId);
}

/** What became of a REPLY. */
export interface ReplyTaken {
  readonly body: string;
  readonly answer: Answer;
  /** The meeting, where it was about one; null: the whole series. */
  readonly meeting: Uuid | null;
}

/**
 * Takes a REPLY of a calendar program: from an attendee that was invited, to the invitation as it is now, and never an older
 * one than what is held. A body hands over its own; the secretary, which is the ORGANIZER to whom programs send them, those of
 * every body.
 *
 * @throws HubError `invalid_input` for a stranger's; `stale_version` for one to an older invitation
 */
export async function takeReply(tools: MeetingTools, reply: CalendarReply): Promise<ReplyTaken> {
  const { caller } = tools;
  const subject = await subjectOf(tools, reply);
  const { meeting, seriesId, sequence, secretaryId } = subject;
  const from = await bodyOf(tools, subject, reply);
  // Nobody else learns who was invited.
  if (!from || ![from.organisationId, secretaryId].includes(caller.organisationId))
    throw invalidInput([
      {
        pointer: '/calendar',
        code: 'attendee_unknown',
        message: 'comes from an ATTENDEE that is no mailbox of your body',
      },
    ]);
  if (reply.sequence < sequence)
    throw new HubError(
      'stale_version',
      `This answers an earlier invitation (SEQUENCE ${reply.sequence}); it is at ${sequence}. Answer the newer one.`,
      { extra: { version: sequence } },
    );
  if (meeting) requireRunning(meeting, 'answer', ['scheduled']);
  await keepAnswer(tools, {
    ...{ meeting, seriesId, organisationId: from.organisationId, answer: reply.answer },
    ...{ sequence: reply.sequence, stamp: reply.stamp, via: 'calendar' },
    slug: from.slug,
  });
  return { body: from.slug, answer: reply.answer, meeting: meeting?.id ?? null };
}

/** The invited body that has the mailbox of a reply. */
async function bodyOf(
  { directory }: MeetingTools,
  { operationId, bodyIds }: Subject,
  { mailbox }: CalendarReply,
): Promise<{ organisationId: Uuid; slug: string } | undefined> {
  const { operation } = await directory.operation(operationId);
  const body = operation.bodies.find(({ focalPoint, backUp }) =>
    [focalPoint.mailbox, backUp.mailbox].some((one) => one.toLowerCase() === mailbox),
  );
  const organisationId = body && (await directory.idOf(body.slug));
  if (!body || organisationId === undefined || !bodyIds.includes(organisationId)) return undefined;
  return { organisationId, slug: body.slug };
}

interface Subject {
  readonly meeting: MeetingRow | undefined;
  readonly seriesId: Uuid | null;
  readonly operationId: string;
  readonly sequence: number;
  readonly bodyIds: readonly Uuid[];
  readonly secretaryId: Uuid;
}

/** What a reply is about: UID and RECURRENCE-ID together (RFC 5546, 2.1.5). */
async function subjectOf({ tx }: MeetingTools, { subject, recurrenceId }: CalendarReply): Promise<Subject> {
  const series = await findSeries(tx, subject);
  if (!series) {
    const meeting = await findMeeting(tx, subject);
    if (meeting?.seriesId !== null || recurrenceId !== undefined) throw notFound('invitation');
    return { ...meeting, meeting, seriesId: null };
  }
  if (recurrenceId === undefined) return { ...series, meeting: undefined, seriesId: series.id };
  const found = await tx.row<{ id: Uuid }>(`SELECT id FROM meetings WHERE series_id = $1 AND original_wall = $2`, [
    series.id,
    recurrenceId,
  ]);
  const meeting = found && (await findMeeting(tx, found.id));
  if (!meeting) throw notFound('invitation');
  return { ...meeting, meeting, seriesId: null };
}

interface GivenAnswer {
  readonly meeting: MeetingRow | undefined;
  readonly seriesId: Uuid | null;
  readonly organisationId: Uuid;
  readonly answer: Answer;
  readonly sequence: number;
  readonly stamp: Date;
  readonly via: 'api' | 'calendar' | 'link';
  /** The body that answers, where another hands its answer over. */
  readonly slug?: string;
}

async function keepAnswer(tools: MeetingTools, given: GivenAnswer): Promise<void> {
  const { tx, clock, caller } = tools;
  const about = given.meeting ?? (given.seriesId === null ? undefined : await findSeries(tx, given.seriesId));
  if (!about) throw notFound('invitation');
  const at = clock.now();
  const kept = await tx.execute(
    `INSERT INTO meeting_answers AS a (id, operation_id, series_id, meeting_id, organisation_id, answer, sequence, stamp, via,
       answered_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT ((coalesce(meeting_id, series_id)), organisation_id) DO UPDATE SET answer = excluded.answer,
       sequence = excluded.sequence, stamp = excluded.stamp, via = excluded.via, answered_at = excluded.answered_at
     WHERE (a.sequence, a.stamp) <= (excluded.sequence, excluded.stamp)`,
    [
      uuidv7(),
      about.operationId,
      given.meeting ? null : given.seriesId,
      given.meeting?.id ?? null,
      given.organisationId,
      given.answer,
      given.sequence,
      given.stamp,
      given.via,
      at,
    ],
  );
  if (kept === 0)
    throw new HubError(
      'concurrent_change',
      'A later answer of your body is held already; this one is older and changes nothing.',
    );
  await noteMeetings(tx, [
    {
      ...{ operationId: about.operationId, chairId: about.chairId, secretaryId: about.secretaryId, at },
      seriesId: given.meeting ? given.meeting.seriesId : given.seriesId,
      ...(given.meeting ? { meetingId: given.meeting.id } : {}),
      ...{ actorId: caller.organisationId, event: 'answered', evidence: 'meeting.answered' },
      detail: {
        ...{ answer: given.answer, sequence: given.sequence, via: given.via },
        ...(given.slug === undefined || given.organisationId === caller.organisationId ? {} : { body: given.slug }),
      },
    },
  ]);
}
