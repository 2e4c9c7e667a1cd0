import { witness, type EvidenceAction } from '#evidence';
import { HubError, notFound, uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { actorOf } from '../caller';
import type { Scope } from '../domain/permissions';
import type { KeyTools } from '../keys/create-api-key';
import { grantTerms, requireCover, type WishedTerms } from '../keys/key-terms';
import { readClientKeys, type ClientKey } from './client-jwks';

/** Most clients of a body that are good at the same time. */
export const MOST_CLIENTS = 50;

/** A system that signs in with a key pair: its public keys, and what it is held to. */
export interface OAuthClientView {
  /** The `client_id`. */
  readonly id: Uuid;
  readonly name: string;
  readonly jwks: { readonly keys: readonly ClientKey[] };
  readonly scopes: readonly Scope[];
  readonly operations: readonly string[] | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  /** Whether it signs each request: without a signature its token is of no use. */
  readonly signsRequests: boolean;
  /** When it was last given a token. */
  readonly lastUsedAt: Date | null;
}

const VIEW = `id, name, jwks, scopes, operations, allowed_addresses::text[] AS "allowedAddresses",
  created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt",
  signs_requests AS "signsRequests", last_used_at AS "lastUsedAt"`;

/** The clients that a body ever had, newest first, before an id. */
export async function listOAuthClients(
  tx: Transaction,
  organisationId: Uuid,
  page: { readonly before?: Uuid; readonly limit: number },
): Promise<OAuthClientView[]> {
  return tx.rows<OAuthClientView>(
    `SELECT ${VIEW} FROM oauth_clients
     WHERE organisation_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [organisationId, page.before ?? null, page.limit],
  );
}

/** @throws HubError `not_found` */
export async function readOAuthClient(tx: Transaction, organisationId: Uuid, id: Uuid): Promise<OAuthClientView> {
  const client = await tx.row<OAuthClientView>(
    `SELECT ${VIEW} FROM oauth_clients WHERE organisation_id = $1 AND id = $2`,
    [organisationId, id],
  );
  if (!client) throw notFound('OAuth client');
  return client;
}

/**
 * Registers a client of the caller's body.
 *
 * @param taking the operations that the body takes part in
 * @throws HubError `invalid_input`; `illegal_transition` when the body has as many clients as it may
 */
export async function registerOAuthClient(
  tools: KeyTools,
  wish: WishedTerms & {
    readonly name: string;
    readonly jwks: Readonly<Record<string, unknown>>;
    readonly signsRequests?: boolean;
  },
  taking: readonly string[],
): Promise<OAuthClientView> {
  const { tx, clock, caller } = tools;
  const { organisationId } = caller;
  const keys = readClientKeys(wish.jwks);
  const terms = grantTerms(caller, clock, wish, taking);
  const valid = await tx.row<{ count: number }>(
    `SELECT count(*)::int AS count FROM oauth_clients WHERE organisation_id = $1 AND revoked_at IS NULL AND expires_at > $2`,
    [organisationId, clock.now()],
  );
  if ((valid?.count ?? 0) >= MOST_CLIENTS)
    throw new HubError('illegal_transition', `Your body has ${MOST_CLIENTS} valid clients. Revoke one first.`, {
      extra: { legal: ['revoke'] },
    });
  const id = uuidv7();
  await tx.execute(
    `INSERT INTO oauth_clients (id, organisation_id, name, jwks, scopes, operations, allowed_addresses, created_at, expires_at, made_by,
       signs_requests)
     VALUES ($1, $2, $3, $4, $5, $6, $7::text[]::cidr[], $8, $9, $10, $11)`,
    [
      id,
      organisationId,
      wish.name,
      JSON.stringify({ keys }),
      [...terms.scopes],
      terms.operations ? [...terms.operations] : null,
      terms.allowedAddresses ? [...terms.allowedAddresses] : null,
      clock.now(),
      terms.expiresAt,
      actorOf(caller),
      wish.signsRequests ?? false,
    ],
  );
  await witnessClient(tools, 'client.registered', id, {
    scopes: [...terms.scopes],
    operations: terms.operations ? [...terms.operations] : null,
    networks: terms.allowedAddresses?.length ?? null,
    expiresAt: terms.expiresAt.toISOString(),
    keys: keys.length,
    signsRequests: wish.signsRequests ?? false,
  });
  return readOAuthClient(tx, organisationId, id);
}

/**
 * Puts other public keys in the place of those that a client has: an assertion by a key that is not among them is
 * refused from now on. Keep the old one beside the new until the system has changed over.
 *
 * @throws HubError `not_found`; `invalid_input`; `forbidden` for a client that may do more than the caller
 */
export async function replaceClientKeys(
  tools: KeyTools,
  id: Uuid,
  jwks: Readonly<Record<string, unknown>>,
): Promise<OAuthClientView> {
  const { tx, caller } = tools;
  const keys = readClientKeys(jwks);
  const client = await lockedClient(tools, id);
  requireCover(caller, client);
  if (client.revokedAt)
    throw new HubError('illegal_transition', 'This client is revoked. Register another.', { extra: { legal: [] } });
  await tx.execute(`UPDATE oauth_clients SET jwks = $2 WHERE id = $1`, [id, JSON.stringify({ keys })]);
  await witnessClient(tools, 'client.keys_replaced', id, { keys: keys.length });
  return { ...client, jwks: { keys } };
}

/**
 * Ends a client: it gets no token, and those that it has are refused from the next request on.
 *
 * @throws HubError `not_found`
 */
export async function revokeOAuthClient(tools: KeyTools, id: Uuid): Promise<OAuthClientView> {
  const { tx, clock } = tools;
  const client = await lockedClient(tools, id);
  if (client.revokedAt) return client;
  await tx.execute(`UPDATE oauth_clients SET revoked_at = $2 WHERE id = $1`, [id, clock.now()]);
  await witnessClient(tools, 'client.revoked', id, {});
  return { ...client, revokedAt: clock.now() };
}

async function lockedClient({ tx, caller }: KeyTools, id: Uuid): Promise<OAuthClientView> {
  await tx.rows(`SELECT FROM oauth_clients WHERE organisation_id = $1 AND id = $2 FOR UPDATE`, [
    caller.organisationId,
    id,
  ]);
  return readOAuthClient(tx, caller.organisationId, id);
}

async function witnessClient(
  { tx, clock, caller }: KeyTools,
  action: EvidenceAction,
  subjectId: Uuid,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { organisationId } = caller;
  await witness(tx, [
    {
      action,
      at: clock.now(),
      actorId: organisationId,
      organisationId,
      subjectType: 'oauth_client',
      subjectId,
      detail: { by: actorOf(caller), ...detail },
    },
  ]);
}
