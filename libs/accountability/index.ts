export { countNotices, type CountedNotices } from './count-notices';
export { isEnded, nationStatuses, statusAfter, type NationStatus, type Proceedings } from './domain/nation-status';
export { letKnow } from './let-know';
export { noteNationStatus, type StatusGiven } from './note-status';
export {
  listNotices,
  readNotice,
  readNoticeEvidence,
  readNoticeHistory,
  viewNotice,
  type NoticeSummary,
  type NoticeView,
} from './read-notice';
export { releaseReporter } from './release-reporter';
export type { Reporter } from './reporter';
export { requestRepatriation } from './request-repatriation';
export type { CaseFilter } from './store/case.store';
export type { KnowingPerson } from './store/people.store';
export { draftNotice, submitNotice, type NewNotice } from './write-notice';
