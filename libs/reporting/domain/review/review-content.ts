/** Between how many there are, both included. */
export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/** What stands in a table: a word, an exact number, bounds, or nothing. */
export type ReviewCell = string | number | Bounds | null;

export interface ReviewColumn {
  readonly title: string;
  /** Id of the definition of its figures; null: it holds no figures. */
  readonly definition: string | null;
}

export interface ReviewTable {
  /** Stays the same from report to report. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly ReviewColumn[];
  readonly rows: readonly (readonly ReviewCell[])[];
  /** Which columns are drawn as bars, by their places from 0 on; none: it has no chart. */
  readonly drawn: readonly number[];
}

export interface ReviewSection {
  readonly id: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly tables: readonly ReviewTable[];
}

export interface ReviewDefinition {
  readonly id: string;
  readonly words: string;
}

/** What a report says: its sections, and what each figure in them means. */
export interface ReviewContent {
  readonly sections: readonly ReviewSection[];
  readonly definitions: readonly ReviewDefinition[];
}

export function isBounds(cell: ReviewCell | undefined): cell is Bounds {
  return typeof cell === 'object' && cell !== null;
}

/** Whether a column holds shares, from 0 to 1: their definitions are named so, and people read them in per cent. */
export function holdsShares({ definition }: ReviewColumn): boolean {
  return definition?.endsWith('Rate') === true;
}

/** A column without figures. */
export const words = (title: string): ReviewColumn => ({ title, definition: null });
export const figures = (title: string, definition: string): ReviewColumn => ({ title, definition });
