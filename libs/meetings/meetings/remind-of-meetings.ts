import type { Uuid } from '#kernel';
import { leaveMeetingMails } from '#delivery';
import type { WorkerTools } from '../series/configured-series';
import { findMeeting } from './meeting';
import { reminderOf } from './meeting-mails';

const BATCH = 100;

/** Reminds the bodies of meetings that are near, once each. @returns how many meetings were reminded of. */
export async function remindOfMeetings(tools: WorkerTools & { readonly publicUrl: string }): Promise<number> {
  const now = tools.clock.now();
  return tools.database.transaction({ kind: 'worker' }, async (tx) => {
    const near = await tx.rows<{ id: Uuid }>(
      `UPDATE meetings SET reminded_at = $1 WHERE id IN (
         SELECT id FROM meetings WHERE state = 'scheduled' AND reminded_at IS NULL AND starts_at > $1
           AND starts_at <= $1 + (settings->>'reminderHours')::integer * interval '1 hour'
         ORDER BY starts_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id`,
      [now, BATCH],
      'remind-of-meetings',
    );
    for (const { id } of near) {
      const meeting = await findMeeting(tx, id);
      if (!meeting) continue;
      const content = reminderOf(tools, meeting);
      await leaveMeetingMails(
        tx,
        meeting.bodyIds.map((organisationId) => ({
          ...{ organisationId, operation: meeting.operationId, calendarUid: meeting.seriesId ?? meeting.id },
          ...{ dedupe: `reminder/${id}`, content },
        })),
        now,
      );
    }
    return near.length;
  });
}
