import type { ReferralTools } from '../tools';

/**
 * Runs work in a transaction of the caller. A file passes in many short ones: a slow line holds no connection, and what
 * the caller may see is asked anew each time.
 */
export type Run = <T>(work: (tools: ReferralTools) => Promise<T>) => Promise<T>;
