import { createPublicKey } from 'node:crypto';
import { invalidInput, type InputProblem } from '#kernel';

/** What an assertion may be signed with: asymmetric, and no RSASSA-PKCS1-v1_5. */
export const ASSERTION_ALGORITHMS = ['ES256', 'ES384', 'PS256', 'PS384', 'Ed25519', 'EdDSA'] as const;

/** Keys of a client at the same time, so that one can follow another. */
export const MOST_CLIENT_KEYS = 5;

/** A public key as it is kept: nothing but what verifies. */
export type ClientKey = Readonly<Record<string, string>> & { readonly kid: string; readonly kty: string };

const KID = /^[\x21-\x7e]{1,100}$/;
const CURVES: Readonly<Record<string, readonly string[]>> = { EC: ['P-256', 'P-384'], OKP: ['Ed25519'] };
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
  RSA: ['n', 'e'],
};
const LEAST_RSA_BITS = 2_048;

/**
 * The public keys of a JWK Set: P-256, P-384, Ed25519 or RSA of 2048 bits and more, each with a `kid` of its own.
 *
 * @throws HubError `invalid_input` with every problem by its pointer; no value is repeated
 */
export function readClientKeys(jwks: Readonly<Record<string, unknown>>): ClientKey[] {
  const { keys } = jwks;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MOST_CLIENT_KEYS)
    throw invalidInput([problem('/jwks/keys', 'keys', `must be a list of 1 to ${MOST_CLIENT_KEYS} public keys`)]);
  const read = keys.map((key: unknown, index) => readKey(key, `/jwks/keys/${index}`));
  const problems = read.flatMap(({ problem: one }) => one ?? []);
  const good = read.flatMap(({ key }) => key ?? []);
  if (problems.length === 0 && new Set(good.map(({ kid }) => kid)).size < good.length)
    problems.push(problem('/jwks/keys', 'kid', 'each key needs a kid of its own'));
  if (problems.length > 0) throw invalidInput(problems);
  return good;
}

function readKey(key: unknown, pointer: string): { readonly key?: ClientKey; readonly problem?: InputProblem } {
  if (typeof key !== 'object' || key === null) return refused(pointer, 'jwk', 'must be a JWK, an object');
  const jwk = key as Readonly<Record<string, unknown>>;
  if (['d', 'p', 'q', 'k'].some((member) => Object.hasOwn(jwk, member)))
    return refused(pointer, 'private_key', 'holds a secret part. Make a new key pair, and send its public part only');
  const { kty, kid } = jwk;
  const members = typeof kty === 'string' && Object.hasOwn(MEMBERS, kty) ? MEMBERS[kty] : undefined;
  if (typeof kty !== 'string' || !members) return refused(`${pointer}/kty`, 'kty', 'must be EC, OKP or RSA');
  if (typeof kid !== 'string' || !KID.test(kid))
    return refused(`${pointer}/kid`, 'kid', 'must be 1 to 100 visible ASCII characters');
  const curves = CURVES[kty];
  if (curves && !curves.includes(String(jwk['crv'])))
    return refused(`${pointer}/crv`, 'crv', `must be one of: ${curves.join(', ')}`);
  const kept: Record<string, string> = { kty };
  for (const member of members) {
    const value = jwk[member];
    if (typeof value !== 'string' || value.length > 2_000) return refused(`${pointer}/${member}`, 'jwk', 'is missing');
    kept[member] = value;
  }
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: kept, format: 'jwk' });
    if (kty === 'RSA' && (asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS)
      return refused(`${pointer}/n`, 'rsa_size', `must have ${LEAST_RSA_BITS} bits at least`);
  } catch {
    return refused(pointer, 'jwk', 'is no public key');
  }
  return { key: { ...kept, kty, kid } };
}

function refused(pointer: string, code: string, message: string): { readonly problem: InputProblem } {
  return { problem: problem(pointer, code, message) };
}

function problem(pointer: string, code: string, message: string): InputProblem {
  return { pointer, code, message };
}
