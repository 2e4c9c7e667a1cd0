import { leaveMeetingMails } from '#delivery';
import { minuteIn, type Uuid } from '#kernel';
import type { WorkerTools } from '../series/configured-series';
import { findMeeting } from '../meetings/meeting';
import { approvalMail } from '../meetings/meeting-mails';

const BATCH = 50;

/** Asks the bodies by mail for their answer to minutes that were submitted, once each round. @returns how many rounds. */
export async function askForApproval(tools: WorkerTools & { readonly publicUrl: string }): Promise<number> {
  const now = tools.clock.now();
  return tools.database.transaction({ kind: 'worker' }, async (tx) => {
    const asked = await tx.rows<{ id: Uuid; round: number; deadline: Date }>(
      `UPDATE minutes SET asked_round = round WHERE meeting_id IN (
         SELECT meeting_id FROM minutes WHERE state = 'submitted' AND asked_round < round AND deadline > $1
         ORDER BY meeting_id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING meeting_id AS id, round, deadline`,
      [now, BATCH],
      'ask-for-approval',
    );
    for (const { id, round, deadline } of asked) {
      const meeting = await findMeeting(tx, id);
      if (!meeting) continue;
      const content = approvalMail(tools, meeting, { round, deadline, until: minuteIn(deadline, meeting.timeZone) });
      await leaveMeetingMails(
        tx,
        meeting.bodyIds.map((organisationId) => ({
          ...{ organisationId, operation: meeting.operationId, calendarUid: meeting.seriesId ?? meeting.id },
          ...{ dedupe: `approval/${id}/${round}`, content },
        })),
        now,
      );
    }
    return asked.length;
  });
}
