import type { Uuid } from './ids';

/** Where the page after these rows begins: behind the last of a full page. Null when there are no more. */
export function nextCursor(rows: readonly { readonly id: Uuid }[], limit: number): Uuid | null {
  return rows.length === limit ? (rows.at(-1)?.id ?? null) : null;
}
