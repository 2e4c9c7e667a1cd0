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
  type NewMeeting,
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
} from './series/series-use-cases';
export type { SeriesView } from './series/series-view';
export type { HubTools, MeetingTools } from './tools';
