import { constants, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { isSignatureError, verifySignature, type FieldOccurrence, type Verifier } from 'http-message-sig';
import { parseDictionary } from 'structured-headers';
import { HubError, type Clock } from '#kernel';
import type { ClientKey } from './client-jwks';

/** A signature is of use for so long after it was made, and clocks may differ by so much; seconds. */
export const SIGNATURE_LIFE = 300;
const CLOCKS_DIFFER = 30;

/** A request as its signature covers it. */
export interface SignableRequest {
  readonly method: string;
  /** As the client addressed it: scheme, host, path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Digests of the body's bytes by their names in Content-Digest (RFC 9530); undefined while the body is on its way. */
  readonly digests: ReadonlyMap<string, Buffer> | undefined;
}

/** What every signature covers: which request it is, and the token that it is bound to. */
const ALWAYS = ['@method', '@target-uri', 'authorization'];

/** Whether a request says that it is signed. */
export function saysSigned(headers: SignableRequest['headers']): boolean {
  return headers['signature'] !== undefined || headers['signature-input'] !== undefined;
}

/**
 * Verifies that one of a client's keys signed a request (RFC 9421), with its body (RFC 9530) and its Idempotency-Key.
 *
 * @throws HubError `signature_refused` with what is missing or wrong
 */
export async function verifySignedRequest(
  { method, url, headers, digests }: SignableRequest,
  keys: readonly ClientKey[],
  clock: Clock,
): Promise<void> {
  const withBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const requiredComponents = [
    ...ALWAYS,
    ...(withBody ? ['content-digest'] : []),
    ...(headers['idempotency-key'] === undefined ? [] : ['idempotency-key']),
  ];
  if (withBody) requireDigest(headers['content-digest'], digests);
  const message = { kind: 'request', method, targetUri: url, fields: fieldsOf(headers) } as const;
  try {
    await verifySignature(message, {
      policy: {
        algorithms: [...new Set(keys.map((key) => algorithmOf(key).name))],
        ...{ requiredComponents, requiredParameters: ['created', 'keyid'] },
        ...{ maxAge: SIGNATURE_LIFE, clockSkew: CLOCKS_DIFFER, now: Math.floor(clock.now().getTime() / 1_000) },
      },
      resolveVerifier: ({ parameters: { keyid } }) => verifierOf(keys.find(({ kid }) => kid === keyid)),
    });
  } catch (error) {
    if (error instanceof HubError) throw error;
    if (isSignatureError(error)) throw refused(`${error.message}. It covers ${requiredComponents.join(', ')}.`);
    throw error;
  }
}

function verifierOf(key: ClientKey | undefined): Verifier {
  if (!key) throw refused('keyid names none of the keys of this client.');
  const { name, check } = algorithmOf(key);
  return { algorithm: name, verify: check };
}

interface Algorithm {
  /** By the registry of RFC 9421. */
  readonly name: string;
  readonly check: (data: Uint8Array, signature: Uint8Array) => boolean;
}

function algorithmOf(jwk: ClientKey): Algorithm {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  if (jwk.kty === 'OKP') return { name: 'ed25519', check: (data, signature) => verify(null, data, key, signature) };
  if (jwk.kty === 'EC') {
    const [name, hash] =
      jwk['crv'] === 'P-256' ? (['ecdsa-p256-sha256', 'sha256'] as const) : (['ecdsa-p384-sha384', 'sha384'] as const);
    const dsa = { key, dsaEncoding: 'ieee-p1363' } as const;
    return { name, check: (data, signature) => verify(hash, data, dsa, signature) };
  }
  // The RFC names 64 bytes of salt; libraries that sign by node:crypto take as many as there is room for.
  const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
  const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  return { name: 'rsa-pss-sha512', check: (data, signature) => verify('sha512', data, pss, signature) };
}

function requireDigest(told: string | string[] | undefined, digests: SignableRequest['digests']): void {
  if (digests === undefined)
    throw refused('A signed request carries application/json. Send files in a request of their own.');
  let members: ReturnType<typeof parseDictionary>;
  try {
    members = parseDictionary([told ?? ''].flat().join(', '));
  } catch {
    throw refused('Content-Digest cannot be read (RFC 9530).');
  }
  const known = [...members].filter(([name]) => digests.has(name));
  if (known.length === 0)
    throw refused(`Content-Digest has to be there, by one of: ${[...digests.keys()].join(', ')}.`);
  for (const [name, [value]] of known) {
    const digest = digests.get(name) ?? Buffer.alloc(0);
    const bytes = value instanceof ArrayBuffer ? Buffer.from(value) : Buffer.alloc(0);
    if (digest.length !== bytes.length || !timingSafeEqual(digest, bytes))
      throw refused('Content-Digest is not that of the body as it arrived.');
  }
}

function fieldsOf(headers: SignableRequest['headers']): FieldOccurrence[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => ({ name, value: one })),
  );
}

function refused(detail: string): HubError {
  return new HubError('signature_refused', `The signature of the request is refused: ${detail}`);
}
