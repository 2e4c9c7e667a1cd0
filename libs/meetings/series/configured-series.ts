import { createHash } from 'node:crypto';
import { canonicalJson, type Clock } from '#kernel';
import { namesBody, type Directory, type MeetingSeriesPlan, type Operation } from '#directory';
import type { WorkerDatabase } from '#platform/database';
import type { Zones } from '../calendar/zones';
import type { HubTools } from '../tools';
import { without } from '../without';
import { soundSeries, usualSettings, type SeriesGiven } from './given-series';
import { reconcileSeries } from './reconcile-series';
import { activeSeries, configuredSeries } from './series';
import { beginSeries, newSeries, replaceSeries, withSound } from './series-use-cases';

export interface WorkerTools {
  readonly database: WorkerDatabase;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly zones: Zones;
}

/**
 * Makes the series that operation files hold, and changes them when their file changed. What was changed by the API in
 * between stands until then. Several workers may do it at once.
 *
 * @returns how many were made or changed.
 */
export async function keepConfiguredSeries({ database, ...services }: WorkerTools): Promise<number> {
  let kept = 0;
  for (const { operation } of await services.directory.operations())
    for (const plan of operation.meetingSeries ?? [])
      kept += await database.transaction({ kind: 'worker' }, async (tx) => {
        await tx.execute(`SELECT pg_advisory_xact_lock(hashtext($1))`, [`meeting-series/${operation.id}/${plan.id}`]);
        return keepOne({ tx, ...services }, operation, plan);
      });
  return kept;
}

async function keepOne(tools: HubTools, operation: Operation, plan: MeetingSeriesPlan): Promise<number> {
  const given = givenBy(operation, plan);
  const digest = createHash('sha256').update(canonicalJson(given)).digest('hex');
  const before = await configuredSeries(tools.tx, operation.id, plan.id);
  if (before?.configDigest === digest) return 0;
  const sound = await soundSeries(tools, operation, given);
  if (!before) {
    const config = { key: plan.id, digest };
    await beginSeries(
      tools,
      newSeries(tools, sound, { operationId: operation.id, followsId: null, config }),
      undefined,
    );
  } else await replaceSeries(tools, before, { ...withSound(tools, before, sound), configDigest: digest }, undefined);
  return 1;
}

function givenBy(operation: Operation, plan: MeetingSeriesPlan): SeriesGiven {
  const { bodies, quorum, approval, silenceDays, ...rest } = without(plan, 'id');
  return {
    ...rest,
    bodies: operation.bodies.filter((body) => namesBody(bodies, body)).map(({ slug }) => slug),
    settings: {
      ...usualSettings,
      ...(quorum === undefined ? {} : { quorum }),
      ...(approval === undefined ? {} : { approval }),
      ...(silenceDays === undefined ? {} : { silenceDays }),
    },
  };
}

/** Makes the meetings that are to come ready, of every series. @returns how many were made. */
export async function makeReady({ database, ...services }: WorkerTools): Promise<number> {
  const series = await database.transaction({ kind: 'worker' }, activeSeries);
  let made = 0;
  for (const one of series)
    made += await database.transaction({ kind: 'worker' }, async (tx) => {
      const tools = { tx, ...services };
      // As it is now: it may have been changed since the list was read.
      const [current] = await tx.rows<{ version: number }>(
        `SELECT version FROM meeting_series WHERE id = $1 AND state = 'active' FOR NO KEY UPDATE SKIP LOCKED`,
        [one.id],
      );
      return current?.version === one.version ? (await reconcileSeries(tools, one)).made : 0;
    });
  return made;
}
