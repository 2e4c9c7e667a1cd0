export { systemZones, type Zones } from './calendar/zones';
export { meetingStates, type MeetingState } from './domain/meeting-lifecycle';
export {
  createMeeting,
  cancelMeeting,
  closeMeeting,
  listMeetings,
  listOccurrences,
  openMeeting,
  previewMeeting,
  readMeeting,
  rescheduleMeeting,
  type MeetingChange,
  type MeetingPreview,
  type MeetingsAsked,
  type NewMeeting,
  type WrittenMeeting,
} from './meetings/meeting-use-cases';
export type { MeetingView } from './meetings/meeting-view';
export { followZones } from './meetings/follow-zones';
export { tellOfMeeting } from './meetings/tell-of-meeting';
export { meetingLines, type MeetingLine } from './note-meeting';
export { keepConfiguredSeries, makeReady, type WorkerTools } from './series/configured-series';
export { agendaTags, approvalRules, type AgendaTag, type ApprovalRule, type MeetingSettings } from './series/series';
export {
  changeSeries,
  createSeries,
  endSeries,
  listSeries,
  previewSeries,
  previewSeriesChange,
  readSeries,
  type NewSeries,
  type SeriesChange,
  type SeriesPreview,
  type WrittenSeries,
} from './series/series-use-cases';
export type { SeriesView } from './series/series-view';
export type { HubTools, MeetingTools } from './tools';
export { itemStates, type ItemState, type ItemView } from './agenda/agenda-item';
export {
  changeItem,
  orderItems,
  proposeItem,
  readAgenda,
  writeNote,
  type AgendaView,
  type ItemChange,
  type ItemGiven,
  type NoteView,
} from './agenda/agenda-use-cases';
export { keepAgendas } from './agenda/keep-agendas';
export { agendaReasons as itemReasons } from './domain/agenda-plan';
export {
  actionStates,
  closeAction,
  listActions,
  recordAction,
  type ActionFilter,
  type ActionGiven,
  type ActionState,
  type ActionView,
} from './session/actions';
export {
  attendanceStates,
  noteAttendance,
  readAttendance,
  type AttendanceGiven,
  type AttendanceState,
  type AttendanceView,
} from './session/attendance';
export { startItem, stopItem } from './session/item-timer';
export { attendanceSheet } from './session/attendance-sheet';
export { listDecisions, recordDecision, type DecisionView, type RegisterFilter } from './session/decisions';
export { assignActions, closeActions, type SendingTools } from './session/keep-actions';
export {
  answerMeeting,
  answers,
  readAnswers,
  takeReply,
  type Answer,
  type AnswerView,
  type ReplyTaken,
} from './calendar/answers';
export { readReply } from './calendar/read-reply';
export { createFeed, listFeeds, readFeed, revokeFeed, type FeedView, type NewFeed } from './calendar/feeds';
export { occurrencesBetween, type Occurrence, type Schedule } from './calendar/expand';
export { readRule } from './domain/recurrence-rule';
export { calendarOf, type CalendarEvent } from './calendar/icalendar';
export { remindOfMeetings } from './meetings/remind-of-meetings';
export { minutesStates, type MinutesState } from './domain/approval';
export { askForApproval } from './minutes/ask-for-approval';
export { chainAmendments, publishMinutes, settleMinutes } from './minutes/keep-minutes';
export {
  amendMinutes,
  answerMinutes,
  readMinutes,
  submitMinutes,
  verifyMinutes,
  type MinutesView,
  type Verified,
} from './minutes/minutes-use-cases';
export { publishedDigests } from './minutes/published-digests';
export { pdfOf, pdfOfSheet } from './minutes/pdf';
export { htmlOf, printed, textOf, type PrintedMinutes } from './minutes/printed-minutes';
export { recordKinds, searchRecords, type FoundRecord } from './records/search';
export { openMeetingFile, receiptsOf, type MeetingFile } from './file/meeting-file';
export { verifyMeetingFile, type FileVerdict } from './file/verify-file';
export { writeMeetingFile } from './file/write-file';
