export { timestampRequest, type TimestampRequest } from './request';
export { openResponse } from './response';
export { openToken, type Timestamp } from './token';
export { TimestampRefused, type TimestampFault } from './timestamp-refused';
export { trustedAuthorities, type TrustedAuthorities } from './trusted-authorities';
