import { uuidv7, type Uuid } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import type { Vault } from '#vault';
import { Pace } from '../domain/pace';
import type { SigningSecret } from '../signing';
import { credentialRows, openCredentials, type LaneCredentials } from './lane-credentials';

/** An endpoint in this process's hands until `until` (monotonic milliseconds), fenced by `token`. */
export interface LaneLease {
  readonly endpointId: Uuid;
  readonly organisationId: Uuid;
  readonly token: Uuid;
  readonly url: string;
  readonly maxInFlight: number;
  /** The endpoint's rate, used up as far as it was. */
  readonly pace: Pace;
  /** Failures in a row so far. */
  readonly failures: number;
  /** Every unexpired secret: all of them sign while a rotation overlaps. */
  readonly secrets: readonly SigningSecret[];
  readonly credentials: LaneCredentials;
}

/** A lane is taken for so long, and taken anew while it works, milliseconds. A killed worker's lane is free after it. */
export const LEASE_MS = 15_000;

interface LaneRow {
  organisationId: Uuid;
  url: string;
  maxInFlight: number;
  failures: number;
  rateLimit: number | null;
  pacedUntil: Date | null;
  hasCredentials: boolean;
}

/**
 * Takes an endpoint's lane, or leaves word for its holder: undefined when the endpoint is not active, rests, or is in
 * other hands. A holder that was left word looks again before it lets go, so no wake-up is lost.
 */
export async function takeLane(
  database: WorkerDatabase,
  vault: Vault,
  endpointId: Uuid,
): Promise<LaneLease | undefined> {
  const token = uuidv7();
  const taken = await database.transaction({ kind: 'worker' }, async (tx) => {
    const lane = await tx.row<LaneRow>(
      `UPDATE webhook_endpoints SET lane_token = $2, lane_until = now() + $3 * interval '1 millisecond', lane_woken = false
       WHERE id = $1 AND state = 'active' AND (lane_until IS NULL OR lane_until < now())
         AND (not_before IS NULL OR not_before <= now())
       RETURNING organisation_id AS "organisationId", url, max_in_flight AS "maxInFlight", consecutive_failures AS failures,
         rate_limit AS "rateLimit", paced_until AS "pacedUntil",
         EXISTS (SELECT FROM endpoint_credentials c WHERE c.endpoint_id = webhook_endpoints.id) AS "hasCredentials"`,
      [endpointId, token, LEASE_MS],
      'take-lane',
    );
    if (!lane) {
      await tx.execute(`UPDATE webhook_endpoints SET lane_woken = true WHERE id = $1 AND lane_until >= now()`, [
        endpointId,
      ]);
      return undefined;
    }
    const secrets = await tx.rows<{ id: Uuid; sealed: Buffer }>(
      `SELECT id, secret_sealed AS sealed FROM endpoint_secrets
       WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at DESC, scheme`,
      [endpointId],
      'lane-secrets',
    );
    const { hasCredentials, ...rest } = lane;
    return { lane: rest, secrets, credentials: hasCredentials ? await credentialRows(tx, endpointId) : [] };
  });
  if (!taken) return undefined;
  const secrets = await Promise.all(
    taken.secrets.map(({ id, sealed }) => vault.openAlone(sealed, { table: 'endpoint_secrets', id, field: 'secret' })),
  );
  const { rateLimit, pacedUntil, ...lane } = taken.lane;
  return {
    ...{ endpointId, token, ...lane },
    pace: new Pace(rateLimit, pacedUntil?.getTime()),
    secrets: secrets.map((secret) => ({ secret: String(secret) })),
    credentials: await openCredentials(vault, taken.credentials),
  };
}

/** Keeps the lane. False when it was lost: another worker has it. */
export async function renewLane(database: WorkerDatabase, lease: LaneLease): Promise<boolean> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const kept = await tx.execute(
      `UPDATE webhook_endpoints SET lane_until = now() + $3 * interval '1 millisecond'
       WHERE id = $1 AND lane_token = $2`,
      [lease.endpointId, lease.token, LEASE_MS],
      'renew-lane',
    );
    return kept === 1;
  });
}

/** Lets the lane go. False when word was left meanwhile: there is more to do, and the lane is still ours. */
export async function releaseLane(database: WorkerDatabase, lease: LaneLease, evenIfWoken = false): Promise<boolean> {
  return database.transaction({ kind: 'worker' }, async (tx) => {
    const woken = await tx.row(
      `UPDATE webhook_endpoints SET lane_woken = false
       WHERE id = $1 AND lane_token = $2 AND lane_woken AND NOT $3 RETURNING id`,
      [lease.endpointId, lease.token, evenIfWoken],
    );
    if (woken) return false;
    await tx.execute(
      `UPDATE webhook_endpoints SET lane_token = NULL, lane_until = NULL WHERE id = $1 AND lane_token = $2`,
      [lease.endpointId, lease.token],
    );
    return true;
  });
}
