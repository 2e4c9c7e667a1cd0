/** What stands in JSON as it is: nothing to escape. */
const PLAIN = /^[ !#-[\]-~]*$/;

/**
 * JSON in one form only (RFC 8785 for the values the hub uses): members sorted by UTF-16 code unit, no white space,
 * absent members left out. What is hashed or compared is written by this.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('canonical JSON has no NaN or Infinity');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value instanceof Date) return quoted(value.toISOString());
  if (typeof value === 'object') {
    const given = value as Readonly<Record<string, unknown>>;
    let members = '';
    // A loop, and no lists in between: every entry of evidence comes through here.
    for (const name of sorted(Object.keys(given))) {
      const member = given[name];
      if (member !== undefined) members += `${members === '' ? '' : ','}${quoted(name)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  throw new Error(`canonical JSON has no ${typeof value}`);
}

/** Nearly all that is written are ids and codes: asking whether one is plain costs less than having it escaped. */
function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** By UTF-16 code unit. What is in order already is not sorted again. */
function sorted(names: string[]): string[] {
  for (let index = 1; index < names.length; index += 1)
    if ((names[index - 1] ?? '') > (names[index] ?? '')) return names.sort();
  return names;
}
