import type { HttpSender, SendFault } from '#platform/http-client';
import type { OAuth2Credentials } from './lane-credentials';

/** An access token, and how long the server says that it lasts. */
export interface GrantedToken {
  readonly kind: 'token';
  readonly token: string;
  readonly lastsMs: number;
}

/** An answer of a token endpoint is a few hundred bytes; a signed token may be some thousand. */
const MAX_ANSWER_BYTES = 32 * 1024;
/** Where the server does not say, which it should (RFC 6749 §5.1). */
const ASSUMED_LIFE_MS = 300_000;
/** What may stand in an Authorization header (RFC 6750 §2.1). */
const TOKEN = /^[A-Za-z0-9._~+/-]{1,16384}=*$/;
/** The codes of RFC 6749 §5.2 and their like; anything else that a server says is not repeated. */
const ERROR_CODE = /^[a-z_]{1,40}$/;

/**
 * Asks a receiver's authorization server for a token by the client credentials grant (RFC 6749 §4.4). Never throws and
 * never shows the secret: what goes wrong is a fault `authorization`, or the way out's own (`proxy`, `aborted`).
 */
export async function requestToken(
  sender: HttpSender,
  client: OAuth2Credentials,
  deadlineMs: number,
): Promise<GrantedToken | SendFault> {
  const result = await sender.post(client.tokenUrl, {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'user-agent': 'liaison-hub',
      ...(client.authMethod === 'client_secret_basic' ? { authorization: basic(client) } : {}),
    },
    body: form(client),
    deadlineMs,
    maxResponseBytes: MAX_ANSWER_BYTES,
  });
  const fault = (message: string): SendFault => ({
    kind: 'fault',
    fault: 'authorization',
    durationMs: result.durationMs,
    message,
  });
  if (result.kind === 'fault') {
    if (result.fault === 'proxy' || result.fault === 'aborted') return result;
    return fault(`The token endpoint gave no answer (${result.fault}).`);
  }
  const answer = parse(result.bodyExcerpt);
  if (result.status !== 200) {
    const code = typeof answer['error'] === 'string' && ERROR_CODE.test(answer['error']) ? `, ${answer['error']}` : '';
    return fault(`The token endpoint answered ${result.status}${code}.`);
  }
  const { access_token: token, token_type: type, expires_in: seconds } = answer;
  if (typeof token !== 'string' || !TOKEN.test(token)) return fault('The token endpoint answered without a token.');
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer')
    return fault('The token endpoint gave a token that is not of the type Bearer.');
  const lasts = Number(seconds);
  return { kind: 'token', token, lastsMs: lasts > 0 && lasts < 1e9 ? lasts * 1_000 : ASSUMED_LIFE_MS };
}

function form({ authMethod, clientId, clientSecret, scope, audience }: OAuth2Credentials): string {
  const fields = new URLSearchParams({ grant_type: 'client_credentials' });
  if (scope !== null) fields.set('scope', scope);
  if (audience !== null) fields.set('audience', audience);
  if (authMethod === 'client_secret_post') {
    fields.set('client_id', clientId);
    fields.set('client_secret', clientSecret);
  }
  return fields.toString();
}

/** Both are form-encoded before they are joined (RFC 6749 §2.3.1), so that a colon in the id is none. */
function basic({ clientId, clientSecret }: OAuth2Credentials): string {
  const encoded = [clientId, clientSecret].map((text) => new URLSearchParams({ '': text }).toString().slice(1));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
