/** So many records have exactly these values, one for each dimension of a table, in their order. */
export interface CountedRow {
  readonly keys: readonly string[];
  readonly count: number;
}

/**
 * What is published of one part of a table: how many records have these values, as bounds. A null is no value: it stands
 * for all that is not published apart on this level.
 */
export interface PublishedCell {
  readonly keys: readonly (string | null)[];
  readonly atLeast: number;
  readonly atMost: number;
}
