/**
 * JSON in one form only (RFC 8785 for the values the hub uses): members sorted by UTF-16 code unit, no white space,
 * absent members left out. What is hashed or compared is written by this.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error('canonical JSON has no NaN or Infinity');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (typeof value === 'object') {
    const given = value as Readonly<Record<string, unknown>>;
    let members = '';
    // Sorts by UTF-16 code unit. A loop, and no lists in between: every entry of evidence comes through here.
    for (const name of Object.keys(given).sort()) {
      const member = given[name];
      if (member !== undefined)
        members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
    }
    return `{${members}}`;
  }
  throw new Error(`canonical JSON has no ${typeof value}`);
}
