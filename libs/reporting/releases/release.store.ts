import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { CountedState, ReleasedTables } from '../domain/counted-tables';
import type { PublishedCell } from '../domain/suppression/counted-row';

/** One release on record, without the names of bodies. */
export interface ReleaseRow {
  readonly id: Uuid;
  readonly operation: string;
  /** 1, 2, 3 … in the operation. */
  readonly number: number;
  readonly quarter: string;
  /** k: nothing from 1 to k - 1 is published. */
  readonly threshold: number;
  readonly digest: string;
  readonly releasedAt: Date;
  readonly cells: readonly PublishedCell[];
  /** What is counted beside recipients; null: the release is from before. */
  readonly tables: ReleasedTables | null;
}

const COLUMNS = `id, operation_id AS operation, number, quarter, threshold, digest, released_at AS "releasedAt", cells, tables`;

/** What is to be counted: exact, so it goes no further than to where it is suppressed. */
export interface FiguresAsked {
  readonly operationId: string;
  readonly quarter: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly decidedKinds: readonly string[];
  /** Kinds whose content is counted by itself. */
  readonly elsewhere: readonly string[];
}

export interface CountedRecipients {
  readonly kind: string;
  readonly organisationId: Uuid;
  readonly response: string;
  readonly priority: string;
  readonly outcome: string;
  readonly count: number;
}

export function countToRelease(tx: Transaction, asked: FiguresAsked): Promise<CountedRecipients[]> {
  return tx.rows<CountedRecipients>(
    `SELECT kind, organisation_id AS "organisationId", response, priority, outcome, count
     FROM figures_to_release($1, $2, $3::date::timestamp AT TIME ZONE $5::text,
       ($4::date + 1)::timestamp AT TIME ZONE $5::text, $6, $7)`,
    [
      asked.operationId,
      asked.quarter,
      asked.from,
      asked.to,
      asked.timeZone,
      [...asked.decidedKinds],
      [...asked.elsewhere],
    ],
  );
}

/** The meetings, actions, returns and notices of a quarter, exact as well. @param asking kinds that ask for a return */
export function countTablesToRelease(
  tx: Transaction,
  asked: Pick<FiguresAsked, 'operationId' | 'quarter' | 'from' | 'to' | 'timeZone'>,
  asking: readonly string[],
  at: Date,
): Promise<CountedState[]> {
  return tx.rows<CountedState>(
    `SELECT counted, kind, state, count
     FROM tables_to_release($1, $2, $3::date::timestamp AT TIME ZONE $5::text,
       ($4::date + 1)::timestamp AT TIME ZONE $5::text, $6, $7)`,
    [asked.operationId, asked.quarter, asked.from, asked.to, asked.timeZone, at, [...asking]],
  );
}

/** Takes the releases of an operation in turn, until the transaction ends. @returns the number that is next. */
export async function lockReleases(tx: Transaction, operationId: string): Promise<number> {
  await tx.execute(`SELECT pg_advisory_xact_lock(hashtext('liaison-hub figure releases ' || $1))`, [operationId]);
  const last = await tx.row<{ number: number }>(
    `SELECT coalesce(max(number), 0) AS number FROM figure_releases WHERE operation_id = $1`,
    [operationId],
  );
  return (last?.number ?? 0) + 1;
}

export interface NewRelease extends ReleaseRow {
  readonly releasedBy: Uuid;
  /** What each body is called in the cells. */
  readonly labels: ReadonlyMap<Uuid, string>;
}

export async function insertRelease(tx: Transaction, release: NewRelease): Promise<void> {
  await tx.execute(
    `INSERT INTO figure_releases (id, operation_id, number, quarter, threshold, cells, tables, digest, released_by, released_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      release.id,
      release.operation,
      release.number,
      release.quarter,
      release.threshold,
      JSON.stringify(release.cells),
      JSON.stringify(release.tables),
      release.digest,
      release.releasedBy,
      release.releasedAt,
    ],
  );
  await tx.execute(
    `INSERT INTO figure_release_bodies (release_id, label, organisation_id)
     SELECT $1, label, organisation_id FROM unnest($2::text[], $3::uuid[]) AS b (label, organisation_id)`,
    [release.id, [...release.labels.values()], [...release.labels.keys()]],
  );
}

/** The releases of some quarters of an operation, in their order. */
export function releasesOf(tx: Transaction, operationId: string, quarters: readonly string[]): Promise<ReleaseRow[]> {
  return tx.rows<ReleaseRow>(
    `SELECT ${COLUMNS} FROM figure_releases WHERE operation_id = $1 AND quarter = ANY ($2) ORDER BY quarter`,
    [operationId, [...quarters]],
  );
}

export function listedReleases(
  tx: Transaction,
  page: { readonly operationId?: string; readonly limit: number; readonly before?: Uuid },
): Promise<ReleaseRow[]> {
  return tx.rows<ReleaseRow>(
    `SELECT ${COLUMNS} FROM figure_releases
     WHERE ($1::text IS NULL OR operation_id = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [page.operationId ?? null, page.before ?? null, page.limit],
  );
}

/** What the operations released of a quarter. */
export function releasesOfQuarter(tx: Transaction, quarter: string): Promise<ReleaseRow[]> {
  return tx.rows<ReleaseRow>(`SELECT ${COLUMNS} FROM figure_releases WHERE quarter = $1 ORDER BY operation_id`, [
    quarter,
  ]);
}

/** The bodies that agreed to be named, by release and label. */
export async function namedBodies(tx: Transaction, releases: readonly Uuid[]): Promise<ReadonlyMap<string, string>> {
  const named = await tx.rows<{ id: Uuid; label: string; slug: string }>(
    `SELECT b.release_id AS id, b.label, o.slug FROM figure_release_bodies b
     JOIN organisations o ON o.id = b.organisation_id WHERE b.release_id = ANY ($1) AND b.named_at IS NOT NULL`,
    [[...releases]],
  );
  return new Map(named.map(({ id, label, slug }) => [`${id} ${label}`, slug]));
}

/** Names a body in a release. @returns whether it was named now, before, or has no figures there. */
export async function nameBody(
  tx: Transaction,
  releaseId: Uuid,
  organisationId: Uuid,
  at: Date,
): Promise<'now' | 'before' | 'never'> {
  const own = [releaseId, organisationId];
  const changed = await tx.execute(
    `UPDATE figure_release_bodies SET named_at = $3 WHERE release_id = $1 AND organisation_id = $2 AND named_at IS NULL`,
    [...own, at],
  );
  if (changed > 0) return 'now';
  const found = await tx.row(`SELECT FROM figure_release_bodies WHERE release_id = $1 AND organisation_id = $2`, own);
  return found ? 'before' : 'never';
}
