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
export { QUARTER, type Quarter } from './domain/quarter';
export {
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
export { readMeetingFigures, type BodyFigures, type MeetingReport } from './read-meetings';
