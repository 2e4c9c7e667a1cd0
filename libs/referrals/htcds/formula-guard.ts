/** What a spreadsheet takes for the start of a formula, also in the full-width forms of East Asian keyboards. */
const STARTS = '[=+\\-@\uff1d\uff0b\uff0d\uff20]';
const AT_START = new RegExp(`^'*(?:${STARTS}|[\\t\\r])`);
const GUARDED = new RegExp(`^'+(?:${STARTS}|[\\t\\r])`);
const TELEPHONE = /^\+[\d ().]+$/;

/**
 * A text cell of a workbook is never evaluated, but may be once the sheet is saved as CSV: an apostrophe goes before
 * what could then be a formula. Telephone numbers keep their plus: a number is all that they could evaluate to.
 * `withoutGuard` gives back the text as it was.
 */
export function guarded(text: string): string {
  return AT_START.test(text) && !TELEPHONE.test(text) ? `'${text}` : text;
}

/** Takes off the apostrophe that `guarded` puts before text. */
export function withoutGuard(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}

const IN_CSV = new RegExp(`(?<=(?:^|[;\\t\\r\\n]) *)(?='*${STARTS})|^(?='*[\\t\\r])`, 'g');
const GUARDED_IN_CSV = new RegExp(`(?<=(?:^|[;\\t\\r\\n]) *)'(?='*${STARTS})|^'(?='*[\\t\\r])`, 'g');

/**
 * The same for a field of a CSV file, where nothing marks text as text: telephone numbers are guarded too, and so is
 * what would start a cell of its own where a spreadsheet program separates by semicolons or tabs.
 */
export function guardedInCsv(text: string): string {
  return text.replace(IN_CSV, "'");
}

/** Takes off the apostrophes that `guardedInCsv` puts into text. */
export function withoutCsvGuard(text: string): string {
  return text.replace(GUARDED_IN_CSV, '');
}
