/** A session ends when the person has done nothing for so long, milliseconds. */
export const IDLE_FOR = 30 * 60_000;
/** A session ends so long after the sign-in, whatever is done, milliseconds. */
export const LASTS_FOR = 12 * 3_600_000;
/** What a person does is noted once in so long, milliseconds: an idle session ends at most so much sooner. */
export const SEEN_STEP = 60_000;

/** Whether a session has come to its end. */
export function isOver(session: { readonly seenAt: Date; readonly expiresAt: Date }, now: Date): boolean {
  return session.expiresAt <= now || now.getTime() - session.seenAt.getTime() >= IDLE_FOR;
}
