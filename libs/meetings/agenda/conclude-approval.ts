import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { approvalKey } from '../domain/agenda-plan';
import type { MeetingRow } from '../meetings/meeting';
import { noteMeetings } from '../note-meeting';

/**
 * Takes the approval of minutes that are approved now off the agendas that stand, as done: what was frozen, or noted on,
 * keeps its item. Agendas that still follow what is open lose it by themselves.
 */
export async function concludeApproval(tx: Transaction, approved: MeetingRow, at: Date): Promise<void> {
  const done = await tx.rows<Pick<MeetingRow, 'operationId' | 'seriesId' | 'chairId' | 'secretaryId'> & Concluded>(
    `UPDATE agenda_items i SET state = 'done', version = i.version + 1, updated_at = $3 FROM meetings m
     WHERE m.id = i.meeting_id AND m.series_id = $1 AND m.state = 'scheduled' AND i.key = $2 AND i.state = 'open'
     RETURNING i.id AS item, m.id AS "meetingId", m.operation_id AS "operationId", m.series_id AS "seriesId",
       m.chair_id AS "chairId", m.secretary_id AS "secretaryId"`,
    [approved.seriesId, approvalKey(approved.id), at],
    'conclude-approval',
  );
  await noteMeetings(
    tx,
    done.map(({ item, ...meeting }) => ({
      ...meeting,
      ...{ event: 'item_changed', evidence: 'meeting.agenda_changed', at, detail: { item, state: 'done' } },
    })),
  );
}

interface Concluded {
  readonly item: Uuid;
  readonly meetingId: Uuid;
}
