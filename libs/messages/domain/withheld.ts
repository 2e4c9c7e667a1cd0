/** What keeps the content of a message from a body that received it. */
interface Withholdable {
  /** Called off, or consent was withdrawn. */
  readonly withheldAt: Date | null;
  /** The release was for a time only. */
  readonly readableUntil: Date | null;
}

/** Whether a recipient may not read the content at a moment, whatever the workers have noted of it so far. */
export function isWithheld({ withheldAt, readableUntil }: Withholdable, at: Date): boolean {
  return withheldAt !== null || (readableUntil !== null && readableUntil <= at);
}
