import { noteMeetings } from '../note-meeting';
import type { WorkerTools } from '../series/configured-series';
import { lockOfOtherZones, updateMeetings, type MeetingRow } from './meeting';

const BATCH = 200;

/**
 * Finds the times of meetings to come anew when the clocks of their zone were changed by law: their wall time stands,
 * the moment may be another, and bodies are told then. What began or was held is left as it was.
 *
 * @returns how many are at another moment now.
 */
export async function followZones({ database, clock, zones }: WorkerTools): Promise<number> {
  const now = clock.now();
  let moved = 0;
  for (;;) {
    const looked = await database.transaction({ kind: 'worker' }, async (tx) => {
      const meetings = await lockOfOtherZones(tx, zones.version, now, BATCH);
      const next = meetings.map((meeting): MeetingRow => {
        const { at } = zones.instantOf(meeting.timeZone, meeting.start);
        const same = at.getTime() === meeting.startsAt.getTime();
        return {
          ...meeting,
          zonesVersion: zones.version,
          ...(same
            ? {}
            : { startsAt: at, sequence: meeting.sequence + 1, version: meeting.version + 1, updatedAt: now }),
        };
      });
      await updateMeetings(tx, next);
      const others = next.filter((meeting, index) => meeting.startsAt !== meetings[index]?.startsAt);
      await noteMeetings(
        tx,
        others.map((meeting) => ({
          ...{ operationId: meeting.operationId, seriesId: meeting.seriesId, meetingId: meeting.id, at: now },
          ...{ chairId: meeting.chairId, secretaryId: meeting.secretaryId },
          event: 'clocks_changed',
          evidence: 'meeting.changed',
          topic: 'meeting.changed',
          detail: { version: meeting.version, sequence: meeting.sequence, zones: zones.version },
        })),
      );
      return { count: meetings.length, moved: others.length };
    });
    moved += looked.moved;
    if (looked.count < BATCH) return moved;
  }
}
