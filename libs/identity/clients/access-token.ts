import { createHash, randomBytes } from 'node:crypto';
import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database } from '#platform/database';
import { admitCredential } from '../admit-credential';
import type { Caller } from '../caller';
import { scopes } from '../domain/permissions';
import type { ClientKey } from './client-jwks';
import { saysSigned, verifySignedRequest, type SignableRequest } from './signed-request';

const SHAPE = /^Bearer (lt_[A-Za-z0-9_-]{43})$/i;

/** A new access token: the text goes to the client, the hash is kept. */
export function newAccessToken(): { readonly text: string; readonly hash: Buffer } {
  const text = `lt_${randomBytes(32).toString('base64url')}`;
  return { text, hash: hashOf(text) };
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

interface TokenRow {
  readonly client_id: Uuid;
  readonly organisation_id: Uuid;
  readonly slug: string;
  readonly scopes: readonly string[];
  readonly operations: string[] | null;
  readonly allowed_addresses: string[] | null;
  readonly expires_at: Date;
  readonly revoked_at: Date | null;
  readonly jwks: { readonly keys: readonly ClientKey[] };
  readonly signs_requests: boolean;
}

/**
 * The body behind an access token, or undefined when the header has not the shape of one. Asked anew for every request.
 *
 * @param request what is signed, where the client signs: a token alone is of no use then
 * @throws HubError `unauthenticated`; to who holds a token, what `admitCredential` throws, `signature_required`, `signature_refused`
 */
export async function authenticateToken(
  database: Database,
  clock: Clock,
  authorization: string,
  from: string,
  request: SignableRequest,
): Promise<Caller | undefined> {
  const [, token] = SHAPE.exec(authorization) ?? [];
  if (token === undefined) return undefined;
  const [row] = await database.statement<TokenRow>(
    `SELECT * FROM find_access_token($1)`,
    [hashOf(token)],
    'find-access-token',
  );
  if (!row)
    throw new HubError(
      'unauthenticated',
      'No such access token. Ask for one with POST /oauth/token; it is good for ten minutes.',
    );
  admitCredential({ ...row, replaced_by: null }, clock, from);
  if (saysSigned(request.headers)) await verifySignedRequest(request, row.jwks.keys, clock);
  else if (row.signs_requests)
    throw new HubError(
      'signature_required',
      'This client was registered to sign each request (RFC 9421). Send Signature-Input and Signature.',
    );
  return {
    organisationId: row.organisation_id,
    slug: row.slug,
    keyId: row.client_id,
    scopes: scopes.filter((scope) => row.scopes.includes(scope)),
    ...(row.operations ? { operations: row.operations } : {}),
  };
}
