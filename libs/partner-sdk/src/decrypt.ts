import type { JWK } from 'jose';
import { ContentDecryptionError } from './errors';
import type { InboxContent } from './hub.types';
import type { WebhookEvent } from './webhook-event';

/** A private JWK: P-256 (`kty: EC`) or X25519 (`kty: OKP`). `kid` as you registered its public half. */
export type DecryptionKey = Readonly<
  { kid?: string; d: string; x: string } & ({ kty: 'EC'; crv: 'P-256'; y: string } | { kty: 'OKP'; crv: 'X25519' })
>;

const ALGORITHM = 'ECDH-ES+A256KW';
const ENCRYPTION = 'A256GCM';
/** The hub sends no webhook that is longer. */
const MOST_CHARACTERS = 16_777_216;

/**
 * The content that came with a webhook: what `GET /v1/inbox/{messageId}` shows, encrypted to your key. Only for an event
 * that was verified: anybody can encrypt to a public key.
 *
 * @param keys yours; while you change over, the old and the new: `kid` says which one it is
 * @throws ContentDecryptionError with a `code`; `not_encrypted` when the event has no content: fetch it from `href`
 */
export async function decryptContent(
  event: Pick<WebhookEvent, 'data'>,
  keys: DecryptionKey | readonly DecryptionKey[],
): Promise<InboxContent> {
  const { encrypted, messageId } = event.data;
  if (encrypted === undefined)
    throw new ContentDecryptionError('not_encrypted', 'The event holds no content. Fetch it from its href.');
  const header = headerOf(encrypted);
  const given: readonly DecryptionKey[] = Array.isArray(keys) ? keys : [keys as DecryptionKey];
  const fitting = given.filter((key) => fits(key, header));
  if (fitting.length === 0)
    throw new ContentDecryptionError(
      'no_key',
      `It is encrypted to the key ${header.kid ?? '(unnamed)'} on ${header.epk.crv}, which is not among those given.`,
    );
  return contentOf(await opened(encrypted, fitting), messageId);
}

interface Header {
  readonly kid?: string;
  readonly epk: { readonly kty: string; readonly crv: string };
}

function headerOf(encrypted: string): Header {
  const parts = encrypted.length <= MOST_CHARACTERS ? encrypted.split('.', 6) : [];
  const header = objectIn(Buffer.from(parts[0] ?? '', 'base64url').toString('utf8'));
  if (parts.length !== 5 || !header) throw new ContentDecryptionError('malformed', 'It is not a compact JWE.');
  const { alg, enc, kid, epk } = header;
  if (alg !== ALGORITHM || enc !== ENCRYPTION)
    throw new ContentDecryptionError('unsupported_algorithm', `Only ${ALGORITHM} with ${ENCRYPTION} is taken.`);
  const { kty, crv } = (typeof epk === 'object' && epk !== null ? epk : {}) as Readonly<Record<string, unknown>>;
  if (typeof kty !== 'string' || typeof crv !== 'string')
    throw new ContentDecryptionError('malformed', 'Its header has no ephemeral key.');
  return { epk: { kty, crv }, ...(typeof kid === 'string' ? { kid } : {}) };
}

/** By name; a key or a header without one is tried when the curve is the same. */
function fits(key: DecryptionKey, { kid, epk }: Header): boolean {
  if (key.kty !== epk.kty || key.crv !== epk.crv) return false;
  return kid === undefined || key.kid === undefined || key.kid === kid;
}

async function opened(encrypted: string, keys: readonly DecryptionKey[]): Promise<string> {
  // Loaded here: who decrypts nothing needs no jose, and it is ESM.
  const { compactDecrypt, importJWK } = await import('jose');
  let cause: unknown;
  for (const key of keys) {
    try {
      const { plaintext } = await compactDecrypt(encrypted, await importJWK(key as JWK, ALGORITHM), {
        keyManagementAlgorithms: [ALGORITHM],
        contentEncryptionAlgorithms: [ENCRYPTION],
      });
      return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
    } catch (error) {
      cause = error;
    }
  }
  throw new ContentDecryptionError('decryption_failed', 'The key does not open it.', { cause });
}

function contentOf(text: string, messageId: string): InboxContent {
  const content = objectIn(text);
  if (typeof content?.['messageId'] !== 'string')
    throw new ContentDecryptionError('invalid_content', 'What was encrypted is not a message.');
  if (content['messageId'] !== messageId)
    throw new ContentDecryptionError('another_message', 'What was encrypted is not the message of the event.');
  return content as unknown as InboxContent;
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
