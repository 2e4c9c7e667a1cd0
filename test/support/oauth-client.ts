import { randomUUID } from 'node:crypto';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** A system's key pair: the private half signs assertions, the public one is registered. */
export interface TestKeyPair {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK & { readonly kid: string };
  readonly alg: string;
}

export async function testKeyPair(alg = 'ES256', kid: string = randomUUID()): Promise<TestKeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid }, alg };
}

export interface AssertionClaims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly aud?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
  readonly jti?: unknown;
}

/** The claims of a good assertion; what is given as undefined is left out. */
export function claimsOf(clientId: string, audience: string, at: Date, over: AssertionClaims = {}): AssertionClaims {
  const now = Math.floor(at.getTime() / 1_000);
  return { iss: clientId, sub: clientId, aud: audience, iat: now, exp: now + 120, jti: randomUUID(), ...over };
}

export function signed({ privateKey, jwk, alg }: TestKeyPair, claims: AssertionClaims, header = {}): Promise<string> {
  return new SignJWT({ ...claims } as JWTPayload).setProtectedHeader({ alg, kid: jwk.kid, ...header }).sign(privateKey);
}

/** An assertion that nobody signed. */
export function unsigned(claims: AssertionClaims, kid: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', kid })}.${part(claims)}.`;
}
