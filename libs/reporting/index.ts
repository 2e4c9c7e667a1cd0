export {
  acknowledgementDefinitions,
  figureGroups,
  type AcknowledgementFigure,
  type FigureGroup,
} from './domain/acknowledgement-definitions';
export type { AcknowledgementFigures, Spread } from './domain/acknowledgement-figures';
export { readAcknowledgement, type AcknowledgementQuery, type AcknowledgementReport } from './read-acknowledgement';
