import type { Uuid } from '#kernel';
import { countsOf, type ReleasedCount } from '../domain/counted-tables';
import { releaseDimensions, type ReleaseDimension } from '../domain/released-table';
import { addUp } from '../domain/suppression/add-up';
import type { PublishedCell } from '../domain/suppression/counted-row';
import type { ReleaseRow } from './release.store';

/** Between how many recipients there are, both included. */
export interface Bounds {
  readonly atLeast: number;
  readonly atMost: number;
}

/** One part of a release. A null is what is not published apart, or a body that did not agree to be named. */
export type PublishedGroup = Readonly<Record<ReleaseDimension, string | null>> & Bounds;

export interface ReleaseView extends Omit<ReleaseRow, 'cells' | 'tables'> {
  readonly groups: readonly PublishedGroup[];
  /** What is counted beside recipients; null: the release is from before. */
  readonly counted: readonly ReleasedCount[] | null;
}

/** The names that bodies agreed to, by release and label. */
export type Names = ReadonlyMap<string, string>;

export function viewOf({ cells, tables, ...release }: ReleaseRow, names: Names): ReleaseView {
  return {
    ...release,
    groups: groupsOf(withNames(release.id, cells, names), releaseDimensions),
    counted: tables && countsOf(tables),
  };
}

const BODY = releaseDimensions.indexOf('organisation');

/** The cells with bodies by their slugs, or by nothing. */
export function withNames(id: Uuid, cells: readonly PublishedCell[], names: Names): PublishedCell[] {
  return cells.map((cell) => ({
    ...cell,
    keys: cell.keys.map((key, dimension) => (dimension === BODY ? (names.get(`${id} ${key ?? ''}`) ?? null) : key)),
  }));
}

export function groupsOf(cells: readonly PublishedCell[], by: readonly ReleaseDimension[]): PublishedGroup[] {
  const dimensions = by.map((name) => releaseDimensions.indexOf(name));
  return addUp(cells, dimensions).map(({ keys, atLeast, atMost }) => {
    const of = (name: ReleaseDimension): string | null => keys[by.indexOf(name)] ?? null;
    const [kind, organisation] = [of('kind'), of('organisation')];
    return {
      kind,
      organisation,
      response: of('response'),
      priority: of('priority'),
      outcome: of('outcome'),
      atLeast,
      atMost,
    };
  });
}
