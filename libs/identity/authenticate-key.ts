import { HubError, type Clock, type Uuid } from '#kernel';
import { Batcher, type Database } from '#platform/database';
import { matches, parseApiKey } from './api-key';
import { contextOf, type Caller } from './caller';
import { scopes } from './domain/permissions';

interface KeyRow {
  prefix: string;
  id: Uuid;
  organisation_id: Uuid;
  slug: string;
  hash: Buffer;
  scopes: string[];
  expires_at: Date | null;
  revoked_at: Date | null;
}

const UNAUTHENTICATED =
  'Send a valid API key as "Authorization: Bearer lh_…". The key may be absent, mistyped, expired or revoked.';

/**
 * Looks up API keys by their prefix. Requests that come at the same moment ask in one statement, which is sent after all
 * of them have arrived: nothing is remembered from one request to the next.
 */
export class KeyFinder {
  private readonly batcher: Batcher<string, KeyRow | undefined>;

  constructor(database: Database) {
    const find = async (prefixes: readonly string[]): Promise<(KeyRow | undefined)[]> => {
      const rows = await database.statement<KeyRow>(
        // In a subselect the number of prefixes tells the planner nothing, so that it does not plan anew for each.
        `SELECT wanted.prefix, found.*
         FROM unnest((SELECT $1::text[])) AS wanted (prefix), find_api_key(wanted.prefix) AS found`,
        [[...new Set(prefixes)]],
        'find-api-keys',
      );
      return prefixes.map((prefix) => rows.find((row) => row.prefix === prefix));
    };
    this.batcher = new Batcher({
      together: async (prefixes) => (await find(prefixes)).map((value) => ({ ok: true, value })),
      alone: async (prefix) => (await find([prefix]))[0],
    });
  }

  find(prefix: string): Promise<KeyRow | undefined> {
    return this.batcher.run('keys', prefix);
  }
}

/**
 * The body behind an Authorization header. Asked anew for every request, so that revoking a key works on the next one.
 *
 * @throws HubError `unauthenticated`, the same for every cause.
 */
export async function authenticate(keys: KeyFinder, clock: Clock, authorization: string | undefined): Promise<Caller> {
  const key = parseApiKey(/^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1] ?? '');
  if (!key) throw new HubError('unauthenticated', UNAUTHENTICATED);
  const row = await keys.find(key.prefix);
  const now = clock.now();
  const valid =
    row !== undefined &&
    matches(key.secret, row.hash) &&
    row.revoked_at === null &&
    (row.expires_at === null || row.expires_at > now);
  if (!valid) throw new HubError('unauthenticated', UNAUTHENTICATED);
  return {
    organisationId: row.organisation_id,
    slug: row.slug,
    keyId: row.id,
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
  };
}

/** A key's last use is kept to the minute: one write per key and minute, not per request. */
const LAST_USE_STEP = 60_000;
const noted = new Map<Uuid, number>();

/** Notes that a key is used. Costs nothing when it was noted less than a minute ago. */
export async function noteUse(database: Database, clock: Clock, caller: Caller): Promise<void> {
  const now = clock.now();
  if (now.getTime() - (noted.get(caller.keyId) ?? 0) < LAST_USE_STEP) return;
  noted.set(caller.keyId, now.getTime());
  await database.transaction(contextOf(caller), (tx) =>
    tx.execute(`UPDATE api_keys SET last_used_at = greatest(last_used_at, $2) WHERE id = $1`, [caller.keyId, now]),
  );
}
