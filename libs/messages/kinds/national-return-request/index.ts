import { requestFor } from '../../kind/returns/parts';

/** Asks nations for their legislation and efforts against trafficking. */
export const kind = requestFor(
  'national-return-request',
  'Request for national returns',
  'a return on legislation and national efforts',
);
