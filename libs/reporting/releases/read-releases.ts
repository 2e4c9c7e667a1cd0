import { nextCursor, type Uuid } from '#kernel';
import type { ReferralTools } from '#referrals';
import { quartersFrom, type Quarter } from '../domain/quarter';
import type { ReleaseDimension } from '../domain/released-table';
import { groupsOf, viewOf, withNames, type Bounds, type PublishedGroup, type ReleaseView } from './release-view';
import { listedReleases, namedBodies, releasesOf } from './release.store';

type ReadTools = Pick<ReferralTools, 'tx' | 'directory'>;

/** The releases, the newest first. They are for every body, whatever its operations. @throws HubError `operation_unknown` */
export async function listReleases(
  { tx, directory }: ReadTools,
  { operation, limit, before }: { readonly operation?: string; readonly limit: number; readonly before?: Uuid },
): Promise<{ data: ReleaseView[]; next: string | null }> {
  if (operation !== undefined) await directory.operation(operation);
  const releases = await listedReleases(tx, {
    limit,
    ...(operation === undefined ? {} : { operationId: operation }),
    ...(before === undefined ? {} : { before }),
  });
  const names = await namedBodies(
    tx,
    releases.map(({ id }) => id),
  );
  return { data: releases.map((release) => viewOf(release, names)), next: nextCursor(releases, limit) };
}

export interface PublishedQuery {
  readonly operation: string;
  readonly from: Quarter;
  readonly to: Quarter;
  readonly by: readonly ReleaseDimension[];
}

export interface PublishedFigures extends PublishedQuery {
  /** The quarters that are counted, each with the number of its release. */
  readonly releases: readonly { readonly quarter: Quarter; readonly number: number }[];
  /** The quarters of the span that are not released. */
  readonly missing: readonly Quarter[];
  readonly groups: readonly PublishedGroup[];
  readonly total: Bounds;
}

/**
 * The figures of several quarters, added up from their releases and never counted anew.
 *
 * @throws HubError `operation_unknown`; `invalid_input` for a span that cannot be.
 */
export async function readPublished(
  { tx, directory }: ReadTools,
  { operation, from, to, by }: PublishedQuery,
): Promise<PublishedFigures> {
  await directory.operation(operation);
  const quarters = quartersFrom(from, to);
  const releases = await releasesOf(tx, operation, quarters);
  const names = await namedBodies(
    tx,
    releases.map(({ id }) => id),
  );
  const cells = releases.flatMap((release) => withNames(release.id, release.cells, names));
  const [total] = groupsOf(cells, []);
  return {
    ...{ operation, from, to, by },
    releases: releases.map(({ quarter, number }) => ({ quarter, number })),
    missing: quarters.filter((quarter) => !releases.some((release) => release.quarter === quarter)),
    groups: groupsOf(cells, by),
    total: { atLeast: total?.atLeast ?? 0, atMost: total?.atMost ?? 0 },
  };
}
