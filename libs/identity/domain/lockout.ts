/** So many tries in a row may fail; then none is taken until some time has passed. */
export const MOST_TRIES = 10;
/** Milliseconds without a try after which they are counted anew. */
export const LOCKED_FOR = 15 * 60_000;
