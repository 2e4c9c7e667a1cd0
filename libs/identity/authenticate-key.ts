import { HubError, type Clock, type Uuid } from '#kernel';
import { Batcher, type Database } from '#platform/database';
import { admitCredential, type CredentialBounds } from './admit-credential';
import { matches, parseApiKey } from './api-key';
import { contextOf, type Caller } from './caller';
import { scopes } from './domain/permissions';

interface KeyRow extends CredentialBounds {
  prefix: string;
  id: Uuid;
  organisation_id: Uuid;
  slug: string;
  hash: Buffer;
  scopes: string[];
  operations: string[] | null;
}

const UNAUTHENTICATED = 'Send a valid API key as "Authorization: Bearer lh_…". The key is absent or mistyped.';

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
 * @param from the caller's address
 * @throws HubError `unauthenticated`, the same whether no key has the prefix or the secret is another; to who holds the
 *   secret, what `admitCredential` throws
 */
export async function authenticate(
  keys: KeyFinder,
  clock: Clock,
  authorization: string | undefined,
  from?: string,
): Promise<Caller> {
  const key = parseApiKey(/^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1] ?? '');
  if (!key) throw new HubError('unauthenticated', UNAUTHENTICATED);
  const row = await keys.find(key.prefix);
  if (!row || !matches(key.secret, row.hash)) throw new HubError('unauthenticated', UNAUTHENTICATED);
  admitCredential(row, clock, from);
  return {
    organisationId: row.organisation_id,
    slug: row.slug,
    keyId: row.id,
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
    ...(row.operations ? { operations: row.operations } : {}),
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
