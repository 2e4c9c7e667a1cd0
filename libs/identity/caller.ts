import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database, RowContext } from '#platform/database';
import { matches, parseApiKey, scopes, type Scope } from './api-key';

/** Who sends a request: a body, by one of its keys. */
export interface Caller {
  readonly organisationId: Uuid;
  readonly slug: string;
  readonly keyId: Uuid;
  readonly scopes: readonly Scope[];
}

interface KeyRow {
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
 * The body behind an Authorization header. Asked anew for every request, so that revoking a key works on the next one.
 *
 * @throws HubError `unauthenticated`, the same for every cause.
 */
export async function authenticate(
  database: Database,
  clock: Clock,
  authorization: string | undefined,
): Promise<Caller> {
  const key = parseApiKey(/^Bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1] ?? '');
  if (!key) throw new HubError('unauthenticated', UNAUTHENTICATED);
  const [row] = await database.statement<KeyRow>('SELECT * FROM find_api_key($1)', [key.prefix]);
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

/** The row-level context of a caller. */
export function contextOf(caller: Caller): RowContext {
  return { kind: 'body', organisationId: caller.organisationId };
}
