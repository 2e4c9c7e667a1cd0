/** The id of a message in what somebody pasted: the id itself, or the address of its page. */
export function subjectOf(text: string): string | undefined {
  return /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i.exec(text)?.[0].toLowerCase();
}
