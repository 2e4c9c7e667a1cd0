import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { isUuid, type Clock, type Uuid } from '#kernel';
import type { ApiDatabase } from '#platform/database';
import { isWithin } from '../networks';
import { newAccessToken } from './access-token';
import { ASSERTION_ALGORITHMS } from './client-jwks';
import { TokenRefused } from './token-refused';

/** What comes to the token endpoint. */
export interface TokenRequest {
  readonly grant_type?: string;
  readonly client_assertion_type?: string;
  readonly client_assertion?: string;
  readonly client_id?: string;
  readonly scope?: string;
}

export interface GrantedToken {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  /** Seconds. */
  readonly expires_in: number;
  readonly scope: string;
}

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** A token is good for so long, seconds. */
export const TOKEN_SECONDS = 600;
/** An assertion may be so old, and end so far ahead; and clocks may differ so much; seconds. */
const ASSERTION_SECONDS = 300;
const CLOCK_SKEW = 30;
const LONGEST_ASSERTION = 8_192;

interface ClientRow {
  readonly id: Uuid;
  readonly organisation_id: Uuid;
  readonly jwks: JSONWebKeySet;
  readonly scopes: readonly string[];
  readonly allowed_addresses: readonly string[] | null;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

/** The same for every cause: nobody learns which clients there are, or what of a forgery was right. */
const NO_CLIENT =
  'The assertion is not accepted. Sign it with a registered key of the client (iss and sub: the client_id; aud: the issuer; ' +
  'iat now; exp within five minutes; a jti that was never used), from an address that the client is held to.';

/**
 * Gives a client an access token for an assertion that it signed (RFC 6749 section 4.4, RFC 7523 section 2.2). An
 * assertion works once: its `jti` is kept until it would have ended anyway.
 *
 * @param audiences what the assertion may be addressed to: the issuer, the token endpoint
 * @throws TokenRefused
 */
export async function grantToken(
  database: ApiDatabase,
  clock: Clock,
  request: TokenRequest,
  { audiences, from }: { readonly audiences: readonly string[]; readonly from: string },
): Promise<GrantedToken> {
  if (request.grant_type !== 'client_credentials')
    throw new TokenRefused('unsupported_grant_type', 'Send grant_type=client_credentials.');
  const { client_assertion_type: type, client_assertion: assertion } = request;
  if (type !== ASSERTION_TYPE || assertion === undefined || assertion.length > LONGEST_ASSERTION)
    throw new TokenRefused('invalid_request', `Send client_assertion, and client_assertion_type=${ASSERTION_TYPE}.`);
  const client = await clientOf(database, assertion, request.client_id);
  const claims = await verified(client, assertion, audiences, clock);
  const now = clock.now();
  const usable =
    client.revoked_at === null &&
    (client.expires_at === null || client.expires_at > now) &&
    (client.allowed_addresses === null || isWithin(from, client.allowed_addresses));
  if (!usable) throw new TokenRefused('invalid_client', NO_CLIENT);
  const scopes = scopesFor(client, request.scope);
  const { text, hash } = newAccessToken();
  await database.transaction({ kind: 'body', organisationId: client.organisation_id, key: client.id }, async (tx) => {
    const first = await tx.execute(
      `INSERT INTO oauth_assertions (client_id, jti_hash, organisation_id, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [client.id, sha256(claims.jti), client.organisation_id, new Date((claims.exp + CLOCK_SKEW) * 1_000)],
    );
    if (first === 0) throw new TokenRefused('invalid_client', NO_CLIENT);
    const ends = new Date(now.getTime() + TOKEN_SECONDS * 1_000);
    await tx.execute(
      `INSERT INTO oauth_tokens (hash, client_id, organisation_id, scopes, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [hash, client.id, client.organisation_id, scopes, now, ends],
    );
    await tx.execute(`UPDATE oauth_clients SET last_used_at = greatest(last_used_at, $2) WHERE id = $1`, [
      client.id,
      now,
    ]);
  });
  return { access_token: text, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') };
}

/** The client that an assertion speaks of; nothing of it is believed yet. */
async function clientOf(database: ApiDatabase, assertion: string, named: string | undefined): Promise<ClientRow> {
  let id: unknown;
  try {
    id = decodeJwt(assertion).sub;
  } catch {
    throw new TokenRefused('invalid_client', NO_CLIENT);
  }
  if (typeof id !== 'string' || !isUuid(id) || (named !== undefined && named !== id))
    throw new TokenRefused('invalid_client', NO_CLIENT);
  const [client] = await database.statement<ClientRow>(
    'SELECT * FROM find_oauth_client($1)',
    [id],
    'find-oauth-client',
  );
  if (!client) throw new TokenRefused('invalid_client', NO_CLIENT);
  return client;
}

type Claims = JWTPayload & { readonly jti: string; readonly exp: number };

async function verified(
  { id, jwks }: ClientRow,
  assertion: string,
  audiences: readonly string[],
  clock: Clock,
): Promise<Claims> {
  try {
    const now = clock.now();
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(jwks), {
      algorithms: [...ASSERTION_ALGORITHMS],
      issuer: id,
      subject: id,
      audience: [...audiences],
      requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat', 'jti'],
      maxTokenAge: ASSERTION_SECONDS,
      clockTolerance: CLOCK_SKEW,
      currentDate: now,
    });
    const { jti, exp, aud } = payload;
    const fits =
      typeof jti === 'string' &&
      jti.length >= 1 &&
      jti.length <= 255 &&
      typeof aud === 'string' &&
      typeof exp === 'number' &&
      exp <= now.getTime() / 1_000 + ASSERTION_SECONDS + CLOCK_SKEW;
    if (fits) return payload as Claims;
  } catch {
    // Every cause is answered alike.
  }
  throw new TokenRefused('invalid_client', NO_CLIENT);
}

function scopesFor({ scopes }: ClientRow, wanted: string | undefined): string[] {
  if (wanted === undefined || wanted === '') return [...scopes];
  const asked = wanted.split(' ');
  if (!asked.every((scope) => scopes.includes(scope)))
    throw new TokenRefused('invalid_scope', 'The client does not have every scope that was asked for.');
  return scopes.filter((scope) => asked.includes(scope));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
