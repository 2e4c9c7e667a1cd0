import type { Schemas } from '#api-client';
import type { Tone } from '../../ui/chip';

export type Meeting = Schemas['Meeting'];
export type Answer = Schemas['MeetingAnswer']['answer'];
export type AgendaItem = Schemas['AgendaItem'];
export type Attendance = Schemas['Attendance'];
export type Action = Schemas['MeetingAction'];
export type Minutes = Schemas['Minutes'];

/** Each code once: the compiler refuses the list when the API document has another. */
const each = <Code extends string>(codes: Readonly<Record<Code, true>>): readonly Code[] =>
  Object.keys(codes) as Code[];

export const meetingStates = each<Meeting['state']>({ scheduled: true, open: true, held: true, cancelled: true });
export const answers = each<Schemas['AnswerMeetingDto']['answer']>({ accepted: true, tentative: true, declined: true });
export const tags = each<AgendaItem['tag']>({ decision: true, discussion: true, information: true });
/** What whoever runs the meeting makes of an item; the hub itself carries it on. */
export const itemStates = each<NonNullable<Schemas['ChangeItemDto']['state']>>({
  open: true,
  done: true,
  deferred: true,
  withdrawn: true,
});
export const actionStates = each<Action['state']>({ noted: true, assigned: true, done: true, declined: true });
/** A visitor has no body, and so another question. */
export const attendanceStates = each<Exclude<Attendance['state'], 'visitor'>>({
  present: true,
  remote: true,
  substitute: true,
  excused: true,
  absent: true,
});

export const meetingTones: Readonly<Record<Meeting['state'], Tone>> = {
  scheduled: 'note',
  open: 'soon',
  held: 'done',
  cancelled: 'plain',
};
export const answerTones: Readonly<Record<Answer, Tone>> = {
  accepted: 'done',
  tentative: 'soon',
  declined: 'late',
  none: 'plain',
};
export const attendanceTones: Readonly<Record<Attendance['state'], Tone>> = {
  present: 'done',
  remote: 'done',
  substitute: 'done',
  excused: 'note',
  absent: 'plain',
  visitor: 'note',
};
export const actionTones: Readonly<Record<Action['state'], Tone>> = {
  noted: 'plain',
  assigned: 'note',
  done: 'done',
  declined: 'late',
};
export const minutesTones: Readonly<Record<Minutes['state'], Tone>> = {
  draft: 'plain',
  submitted: 'soon',
  changes_requested: 'late',
  approved: 'done',
};
