import { invalidInput, uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { requireRunning } from '../agenda/agenda-use-cases';
import { meetingOf } from '../meetings/meeting';
import { requireRuns } from '../series/given-series';
import type { MeetingTools } from '../tools';

export const attendanceStates = ['present', 'remote', 'excused', 'absent', 'substitute', 'visitor'] as const;
export type AttendanceState = (typeof attendanceStates)[number];

export interface AttendanceGiven {
  /** Slug. Absent: a visitor, who belongs to no body of the meeting. */
  readonly body?: string;
  readonly state: AttendanceState;
  /** Role, never a name: people change, the role stays. */
  readonly representedBy?: string;
  readonly arrivedAt?: Date;
  readonly leftAt?: Date;
}

export interface AttendanceView {
  readonly body: string | null;
  readonly state: AttendanceState;
  readonly representedBy: string | null;
  readonly arrivedAt: Date | null;
  readonly leftAt: Date | null;
}

/** Who was there; bodies that nothing was noted of are absent. */
export async function readAttendance(tools: Pick<MeetingTools, 'tx'>, meetingId: Uuid): Promise<AttendanceView[]> {
  await meetingOf(tools.tx, meetingId);
  return tools.tx.rows<AttendanceView>(
    `SELECT o.slug AS body, coalesce(a.state, 'absent') AS state, a.represented_by AS "representedBy",
       a.arrived_at AS "arrivedAt", a.left_at AS "leftAt"
     FROM meetings m CROSS JOIN unnest(m.body_ids) AS b (id) JOIN organisations o ON o.id = b.id
     LEFT JOIN meeting_attendance a ON a.meeting_id = m.id AND a.organisation_id = b.id
     WHERE m.id = $1
     UNION ALL SELECT NULL, state, represented_by, arrived_at, left_at FROM meeting_attendance
       WHERE meeting_id = $1 AND organisation_id IS NULL
     ORDER BY 1 NULLS LAST, 3`,
    [meetingId],
  );
}

/** Notes who is there, or not. Noted again, a body's line is replaced; each visitor is another line. @throws HubError */
export async function noteAttendance(
  tools: MeetingTools,
  meetingId: Uuid,
  given: AttendanceGiven,
): Promise<AttendanceView[]> {
  const { tx, clock, directory } = tools;
  const meeting = await meetingOf(tx, meetingId);
  await requireRuns(tools, meeting);
  requireRunning(meeting, 'attendance');
  const organisationId = given.body === undefined ? null : ((await directory.idOf(given.body)) ?? '');
  if (organisationId !== null && !meeting.bodyIds.includes(organisationId))
    throw invalidInput([{ pointer: '/body', code: 'organisation_unknown', message: 'must be a body of this meeting' }]);
  if ((given.state === 'visitor') !== (organisationId === null))
    throw invalidInput([
      { pointer: '/state', code: 'contradiction', message: 'a visitor has no body, all others have one' },
    ]);
  if (given.arrivedAt && given.leftAt && given.leftAt < given.arrivedAt)
    throw invalidInput([{ pointer: '/leftAt', code: 'contradiction', message: 'lies before arrivedAt' }]);
  await tx.execute(
    `INSERT INTO meeting_attendance (id, meeting_id, operation_id, organisation_id, state, represented_by, arrived_at, left_at,
       updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (meeting_id, organisation_id) WHERE organisation_id IS NOT NULL DO UPDATE SET state = excluded.state,
       represented_by = excluded.represented_by, arrived_at = excluded.arrived_at, left_at = excluded.left_at,
       updated_at = excluded.updated_at`,
    [
      uuidv7(),
      meetingId,
      meeting.operationId,
      organisationId,
      given.state,
      given.representedBy ?? null,
      given.arrivedAt ?? null,
      given.leftAt ?? null,
      clock.now(),
    ],
  );
  return readAttendance(tools, meetingId);
}

/** Bodies that take part at a moment. */
export async function presentAt(tx: Transaction, meetingId: Uuid, at: Date): Promise<Uuid[]> {
  const rows = await tx.rows<{ id: Uuid }>(
    `SELECT organisation_id AS id FROM meeting_attendance
     WHERE meeting_id = $1 AND state IN ('present', 'remote', 'substitute')
       AND (arrived_at IS NULL OR arrived_at <= $2) AND (left_at IS NULL OR left_at > $2) ORDER BY 1`,
    [meetingId, at],
  );
  return rows.map(({ id }) => id);
}
