export { assertNever } from './assert-never';
export { canonicalJson } from './canonical-json';
export { MovableClock, systemClock, type Clock } from './clock';
export {
  HubError,
  errorCodes,
  invalidInput,
  notFound,
  staleVersion,
  type ErrorCode,
  type ErrorContext,
  type InputProblem,
} from './errors';
export { Html, escapeHtml, html } from './escape-html';
export { isUuid, uuidv7, type Uuid } from './ids';
export { nextCursor } from './next-cursor';
export { storedRandomBytes } from './random-store';
export { minuteIn, minuteInUtc } from './time-words';
