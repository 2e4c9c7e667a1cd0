const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
// Not all that RFC 5321 allows, but nothing that it forbids in practice; the text is only kept, never sent to.
const EMAIL = /^[^\s@<>()[\]\\,;:"]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/;

/** Whether a text is an existing Gregorian calendar date as `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  const [, year, month, day] = DATE.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().startsWith(text);
}

/** Whether a text has the form of an e-mail address. */
export function isEmailAddress(text: string): boolean {
  return EMAIL.test(text);
}
