import { setPage } from './set-page';

/** What the pool of `typeset.ts` runs in its thread. */
export default setPage;
