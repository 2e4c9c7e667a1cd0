import { uuidv7, type Uuid } from '#kernel';
import type { Transaction, WorkerDatabase } from '#platform/database';
import type { Vault } from '#vault';
import { Pace } from '../domain/pace';
import type { SigningSecret } from '../signing';
import { PAGE, dueDeliveries, isDue, type DueDelivery } from './due-deliveries';
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

/** A lane in hand, and the first page of what is due in it. */
export interface TakenLane {
  readonly lease: LaneLease;
  readonly due: readonly DueDelivery[];
}

/** Who holds a lane steers the work: when the database's server crashes, whoever sent without it sends once more. */
const STEERING = { kind: 'worker', durable: false } as const;

/**
 * Takes an endpoint's lane, or leaves word for its holder: undefined when the endpoint is not active, rests, or is in
 * other hands. A holder that was left word looks again before it lets go, so no wake-up is lost. What is due is asked for
 * in the same breath: nearly every lane is free.
 */
export async function takeLane(
  database: WorkerDatabase,
  vault: Vault,
  endpointId: Uuid,
): Promise<TakenLane | undefined> {
  const token = uuidv7();
  const taken = await database.transaction(STEERING, async (tx) => {
    const [lane, secrets, due] = await Promise.all([
      tx.row<LaneRow>(
        `UPDATE webhook_endpoints SET lane_token = $2, lane_until = now() + $3 * interval '1 millisecond', lane_woken = false
         WHERE id = $1 AND state = 'active' AND (lane_until IS NULL OR lane_until < now())
           AND (not_before IS NULL OR not_before <= now())
         RETURNING organisation_id AS "organisationId", url, max_in_flight AS "maxInFlight", consecutive_failures AS failures,
           rate_limit AS "rateLimit", paced_until AS "pacedUntil",
           EXISTS (SELECT FROM endpoint_credentials c WHERE c.endpoint_id = webhook_endpoints.id) AS "hasCredentials"`,
        [endpointId, token, LEASE_MS],
        'take-lane',
      ),
      laneSecrets(tx, endpointId),
      dueDeliveries(tx, endpointId, { except: [] }, PAGE),
    ]);
    if (!lane) {
      await tx.execute(
        `UPDATE webhook_endpoints SET lane_woken = true WHERE id = $1 AND lane_until >= now()`,
        [endpointId],
        'leave-word',
      );
      return undefined;
    }
    const { hasCredentials, ...rest } = lane;
    return { lane: rest, secrets, due, credentials: hasCredentials ? await credentialRows(tx, endpointId) : [] };
  });
  if (!taken) return undefined;
  const secrets = await Promise.all(
    taken.secrets.map(({ id, sealed }) => vault.openAlone(sealed, { table: 'endpoint_secrets', id, field: 'secret' })),
  );
  const { rateLimit, pacedUntil, ...lane } = taken.lane;
  const lease: LaneLease = {
    ...{ endpointId, token, ...lane },
    pace: new Pace(rateLimit, pacedUntil?.getTime()),
    secrets: secrets.map((secret) => ({ secret: String(secret) })),
    credentials: await openCredentials(vault, taken.credentials),
  };
  return { lease, due: taken.due };
}

/** Every secret that has not run out, sealed. */
function laneSecrets(tx: Transaction, endpointId: Uuid): Promise<{ id: Uuid; sealed: Buffer }[]> {
  return tx.rows(
    `SELECT id, secret_sealed AS sealed FROM endpoint_secrets
     WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at DESC, scheme`,
    [endpointId],
    'lane-secrets',
  );
}

/** Keeps the lane. False when it was lost: another worker has it. */
export async function renewLane(database: WorkerDatabase, lease: LaneLease): Promise<boolean> {
  return database.transaction(STEERING, async (tx) => {
    const kept = await tx.execute(
      `UPDATE webhook_endpoints SET lane_until = now() + $3 * interval '1 millisecond'
       WHERE id = $1 AND lane_token = $2`,
      [lease.endpointId, lease.token, LEASE_MS],
      'renew-lane',
    );
    return kept === 1;
  });
}

/** Whether there is more to do in a lane (e) whose holder wants more: it was left word, or something fell due meanwhile. */
const HAS_MORE = `$3 AND (e.lane_woken OR due.more)`;

/**
 * Lets the lane go unless there is more to do in it.
 *
 * @param wantsMore false: it goes whatever there is to do
 * @returns false when there is more: the lane is still ours
 */
export async function releaseLane(database: WorkerDatabase, lease: LaneLease, wantsMore: boolean): Promise<boolean> {
  return database.transaction(STEERING, async (tx) => {
    // Word that is left while this waits for the row is seen: what is set is computed from the row as it is then.
    const left = await tx.row<{ kept: boolean }>(
      `WITH due AS (SELECT EXISTS (SELECT FROM waiting_deliveries w WHERE ${isDue}) AS more)
       UPDATE webhook_endpoints e SET lane_woken = false,
         lane_token = CASE WHEN ${HAS_MORE} THEN e.lane_token END, lane_until = CASE WHEN ${HAS_MORE} THEN e.lane_until END
       FROM due WHERE e.id = $1 AND e.lane_token = $2 RETURNING e.lane_token IS NOT NULL AS kept`,
      [lease.endpointId, lease.token, wantsMore],
      'release-lane',
    );
    return left?.kept !== true;
  });
}
