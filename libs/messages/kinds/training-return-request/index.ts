import { requestFor } from '../../kind/returns/parts';

/** Asks nations whom they trained against trafficking. */
export const kind = requestFor('training-return-request', 'Request for training returns', 'a return on training');
