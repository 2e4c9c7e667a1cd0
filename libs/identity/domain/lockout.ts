/** So many tries in a row may fail; then none is taken until some time has passed. */
export const MOST_TRIES = 10;
/** So many tries one network may make, whoever they are for. */
export const MOST_OF_ADDRESS = 100;
/** Milliseconds after which both are counted anew. */
export const LOCKED_FOR = 15 * 60_000;
