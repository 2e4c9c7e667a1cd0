export { createLog, describeError, nestLogger, type Log } from './log';
export { Metrics } from './metrics';
