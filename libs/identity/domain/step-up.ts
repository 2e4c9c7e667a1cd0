/** What is grave asks for a second factor that was shown at most so long ago, milliseconds. */
export const FRESH_FOR = 10 * 60_000;

/** Whether somebody showed it a moment ago. */
export function isFresh(shownAt: Date | null, now: Date): boolean {
  return shownAt !== null && now.getTime() - shownAt.getTime() <= FRESH_FOR;
}
