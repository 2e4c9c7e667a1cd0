import { uuidv7, type Uuid } from '#kernel';
import { witness, type EvidenceAction } from '#evidence';
import type { Transaction } from '#platform/database';
import { publish, type OutboxEvent } from '#platform/outbox';

/** Something that happened to a meeting or a series: its line in the history, its evidence, and what others are told. */
export interface Noted {
  readonly operationId: string;
  readonly seriesId: Uuid | null;
  /** Absent: the series as a whole. */
  readonly meetingId?: Uuid;
  readonly event: string;
  /** The body that acted; absent when the hub did. */
  readonly actorId?: Uuid;
  readonly chairId: Uuid;
  readonly secretaryId: Uuid;
  readonly at: Date;
  readonly evidence?: EvidenceAction;
  /** Ids, codes and times only. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>;
  /** What others are told, if they are. */
  readonly topic?: OutboxEvent['topic'];
}

/** Writes what every change of a meeting leaves, in the transaction of the change. */
export async function noteMeetings(tx: Transaction, noted: readonly Noted[]): Promise<void> {
  if (noted.length === 0) return;
  await tx.execute(
    `INSERT INTO meeting_events (id, operation_id, series_id, meeting_id, event, actor_id, detail, at)
     SELECT * FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, operation_id text, series_id uuid, meeting_id uuid,
       event text, actor_id uuid, detail jsonb, at timestamptz)`,
    [
      JSON.stringify(
        noted.map((one) => ({
          id: uuidv7(),
          operation_id: one.operationId,
          series_id: one.seriesId,
          meeting_id: one.meetingId ?? null,
          event: one.event,
          actor_id: one.actorId ?? null,
          detail: one.detail ?? {},
          at: one.at,
        })),
      ),
    ],
    'note-meetings',
  );
  await witness(
    tx,
    noted.flatMap((one) =>
      one.evidence === undefined
        ? []
        : [
            {
              action: one.evidence,
              at: one.at,
              ...(one.actorId === undefined ? {} : { actorId: one.actorId }),
              subjectType: 'meeting' as const,
              subjectId: subjectOf(one),
              senderId: one.chairId,
              organisationId: one.secretaryId,
              detail: one.detail ?? {},
            },
          ],
    ),
  );
  await publish(
    tx,
    noted.flatMap((one) =>
      one.topic === undefined
        ? []
        : [
            {
              topic: one.topic,
              threadId: one.seriesId ?? subjectOf(one),
              messageId: subjectOf(one),
              ...(one.actorId === undefined ? {} : { organisationId: one.actorId }),
              detail: { about: one.meetingId === undefined ? 'series' : 'meeting', ...told(one.detail) },
            },
          ],
    ),
  );
}

function subjectOf({ meetingId, seriesId }: Noted): Uuid {
  const id = meetingId ?? seriesId;
  if (id === null) throw new Error('what is noted is about a meeting or a series');
  return id;
}

function told(detail: Noted['detail']): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(detail ?? {}).filter((entry): entry is [string, string | number | boolean] => entry[1] !== null),
  );
}

/** One line of a meeting's history. */
export interface MeetingLine {
  readonly event: string;
  /** Slug of the body that acted; null when the hub did. */
  readonly by: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

export function meetingLines(tx: Transaction, meetingId: Uuid): Promise<MeetingLine[]> {
  return tx.rows<MeetingLine>(
    `SELECT e.event, o.slug AS by, e.detail, e.at FROM meeting_events e LEFT JOIN organisations o ON o.id = e.actor_id
     WHERE e.meeting_id = $1 ORDER BY e.id`,
    [meetingId],
  );
}
