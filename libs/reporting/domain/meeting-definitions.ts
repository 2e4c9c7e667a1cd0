/** What each figure of meetings counts, in words: the description of the API and docs/figures.md say the same. */
export const meetingDefinitions = {
  meetings: 'Meetings of the period that were held, of those that your body takes part in.',
  overran: 'Of these, those that lasted longer than planned, from opening to closing.',
  minutesOver:
    'Minutes that meetings lasted longer than planned, less than nothing when shorter: median and 90th percentile.',
  itemsTimed: 'Agenda items of these meetings that the meeting noted when it took up, as far as yours may see them.',
  itemsOverran: 'Of these, those that took longer than planned.',
  itemMinutesOver: 'Minutes that these items took longer than planned: median and 90th percentile.',
  approved: 'Of these, those whose minutes are approved.',
  daysToApproval: 'Days from closing a meeting to the approval of its minutes: median and 90th percentile.',
  invited: 'Meetings that were held and to which the body was invited.',
  attended: 'Of these, those at which it was noted as present, remote or substituted.',
  attendanceRate: 'attended / invited; null while it was invited to none.',
  actions: 'Actions that these meetings gave the body, as far as yours may see them.',
  done: 'Of these, those that it did.',
  declined: 'Of these, those that it declined.',
  open: 'Of these, those that are neither done nor declined.',
  overdue: 'Of the open ones, those whose day has passed.',
  closureRate: '(done + declined) / actions; null while there are none.',
  daysToClose:
    'Days from a meeting to the end of its actions, over those that are done or declined: median and 90th percentile.',
  daysOpen: 'Days since the meeting, over the open ones: median and 90th percentile.',
} as const;
export type MeetingFigure = keyof typeof meetingDefinitions;
