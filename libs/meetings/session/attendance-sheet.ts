import type { Uuid } from '#kernel';
import { meetingOf } from '../meetings/meeting';
import type { MeetingTools } from '../tools';
import { readAttendance, type AttendanceState } from './attendance';

/** Lines for visitors who are not known before. */
const VISITORS = 3;

/** A sheet that bodies sign, as it is set. Who represents a body is told by role; the signature is on paper alone. */
export interface AttendanceSheet {
  readonly title: string;
  readonly footer: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly lines: readonly (readonly [body: string, role: string, state: string, arrived: string, left: string])[];
}

/** What is noted of who is there, with room for a signature of each body. @throws HubError `not_found` */
export async function attendanceSheet(tools: MeetingTools, meetingId: Uuid): Promise<AttendanceSheet> {
  const meeting = await meetingOf(tools.tx, meetingId);
  const { operation } = await tools.directory.operation(meeting.operationId);
  const noted = meeting.state === 'scheduled' ? (): string => '' : (state: AttendanceState): string => state;
  const nameOf = (slug: string | null): string =>
    slug === null ? 'Visitor' : (operation.bodies.find((body) => body.slug === slug)?.name ?? slug);
  const clock = (at: Date | null): string =>
    at === null ? '' : tools.zones.wallOf(meeting.timeZone, at).slice('2026-03-25T'.length);
  const lines = (await readAttendance(tools, meetingId)).map(
    ({ body, state, representedBy, arrivedAt, leftAt }) =>
      [nameOf(body), representedBy ?? '', noted(state), clock(arrivedAt), clock(leftAt)] as const,
  );
  const when = `${meeting.start.replace('T', ' ')} (${meeting.timeZone}), ${meeting.minutes} minutes`;
  return {
    title: `Attendance of ${meeting.reference}`,
    footer: 'By body and role. Do not write names of anybody whom a referral is about.',
    rows: [
      ['Meeting', meeting.title],
      ['Operation', operation.title],
      ['When', when],
      ...(meeting.place === null ? [] : [['Where', meeting.place] as const]),
      ['Chair', nameOf(await tools.directory.slugOf(meeting.chairId))],
      ['Record', nameOf(await tools.directory.slugOf(meeting.secretaryId))],
      ['Quorum', `${meeting.settings.quorum} bodies`],
    ],
    lines: [...lines, ...Array.from({ length: VISITORS }, () => ['Visitor', '', '', '', ''] as const)],
  };
}
