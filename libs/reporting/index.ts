export {
  acknowledgementDefinitions,
  figureGroups,
  type AcknowledgementFigure,
  type FigureGroup,
} from './domain/acknowledgement-definitions';
export type { AcknowledgementFigures } from './domain/acknowledgement-figures';
export { meetingDefinitions, type MeetingFigure } from './domain/meeting-definitions';
export type { Spread } from './domain/rounded';
export { readAcknowledgement, type AcknowledgementQuery, type AcknowledgementReport } from './read-acknowledgement';
export { keepTallies, talliesUpTo, type TallyTools } from './tallies/keep-tallies';
export {
  NOTICE_THRESHOLD,
  readNoticeFigures,
  type NoticeFigure,
  type NoticeFigures,
} from './accountability/notice-figures';
export { QUARTER, type Quarter } from './domain/quarter';
export {
  countedDefinitions,
  countedStates,
  countedTables,
  type CountedTable,
  type ReleasedCount,
} from './domain/counted-tables';
export {
  outcomeDefinitions,
  releaseDimensions,
  responseDefinitions,
  type ReleaseDimension,
  type ReleasedResponse,
} from './domain/released-table';
export { agreeToBeNamed, releaseFigures, type ReleaseAsked } from './releases/release-figures';
export { listReleases, readPublished, type PublishedFigures, type PublishedQuery } from './releases/read-releases';
export type { Bounds, PublishedGroup, ReleaseView } from './releases/release-view';
export {
  listCampaigns,
  returnStates,
  type CampaignFilter,
  type NationReturn,
  type ReturnCampaign,
  type ReturnState,
} from './returns/return-campaigns';
export {
  readTrainingCoverage,
  type NationCoverage,
  type ReturnBehind,
  type TrainingCoverage,
} from './training/training-coverage';
export { trainingDefinitions } from './domain/training/training-definitions';
export type { CourseCoverage, GroupCoverage } from './domain/training/coverage';
export { readMeetingFigures, type BodyFigures, type MeetingReport } from './read-meetings';
export { makeReview, type ReviewAsked } from './review/make-review';
export { listReviews, readReview, reviewEditions, type ReviewEdition, type ReviewView } from './review/read-reviews';
export type { ReviewRow } from './review/review.store';
export {
  closeRecommendation,
  listRecommendations,
  recommend,
  type RecommendationGiven,
} from './review/recommendations';
export type { Recommendation } from './review/recommendation.store';
export { printedReview, type PrintedReview } from './review/printed-review';
export { reviewCsv } from './review/review-csv';
export { reviewHtml } from './review/review-html';
export { reviewPdf } from './review/review-pdf';
