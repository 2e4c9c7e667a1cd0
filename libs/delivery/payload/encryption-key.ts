import { calculateJwkThumbprint } from 'jose';
import { invalidInput, type InputProblem } from '#kernel';
import { encryptTo, KEY_ALGORITHM, type EncryptionKey } from './encrypt';

export type { EncryptionKey } from './encrypt';

/** The curves that content is encrypted for: key type, and bytes of a coordinate. */
export const curves: Readonly<Record<string, { readonly kty: 'EC' | 'OKP'; readonly bytes: number }>> = {
  'P-256': { kty: 'EC', bytes: 32 },
  'P-384': { kty: 'EC', bytes: 48 },
  'P-521': { kty: 'EC', bytes: 66 },
  X25519: { kty: 'OKP', bytes: 32 },
};

/** What a `kid` may be: signs without spaces, since it stands in a header. */
export const KID = /^[!-~]{1,128}$/;

/** What only private and symmetric keys have (RFC 7518, section 6). */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const CURVES = Object.keys(curves).join(', ');

/**
 * The public key that a receiver gave as a JWK. Members that say nothing about its use are left out; a key with a
 * private part is refused before anything else is looked at, and no error repeats what it holds.
 *
 * @throws HubError `invalid_input` naming each member that does not fit.
 */
export async function encryptionKeyOf(given: Readonly<Record<string, unknown>>): Promise<EncryptionKey> {
  const secret = PRIVATE.filter((name) => Object.hasOwn(given, name));
  if (secret.length > 0)
    throw problemsAt(
      secret.map((name) => [
        name,
        'private_key',
        'is the private part of a key, which nobody else may have. Nothing of it was kept. Since it left your system, ' +
          'make a new pair, and send only its public part: kty, crv, x and, for P curves, y',
      ]),
    );
  const problems = [...problemsOfCurve(given), ...problemsOfUse(given)];
  if (problems.length > 0) throw problemsAt(problems);
  const { kty, crv, x, y, kid } = given as unknown as Omit<EncryptionKey, 'kid'> & { readonly kid?: string };
  const point = { kty, crv, x, ...(kty === 'EC' && y !== undefined ? { y } : {}) };
  const key: EncryptionKey = {
    ...point,
    kid: kid ?? (await calculateJwkThumbprint(point)),
    use: 'enc',
    alg: KEY_ALGORITHM,
  };
  // A point that is not on its curve, or that makes every secret the same, is found by using it.
  await encryptTo(key, {}).catch(() => {
    throw problemsAt([['', 'unusable_key', `is no point of ${crv} that can be encrypted to. Export the key again`]]);
  });
  return key;
}

/** Thumbprint of a key (RFC 7638): names it in the evidence, whatever its `kid` is. */
export function thumbprintOf({ kty, crv, x, y }: EncryptionKey): Promise<string> {
  return calculateJwkThumbprint({ kty, crv, x, ...(y === undefined ? {} : { y }) });
}

type Problem = readonly [member: string, code: string, message: string];

function problemsOfCurve(given: Readonly<Record<string, unknown>>): Problem[] {
  const { kty, crv } = given;
  const curve = typeof crv === 'string' && Object.hasOwn(curves, crv) ? curves[crv] : undefined;
  if (!curve) return [['crv', 'unknown_curve', `must be one of ${CURVES}`]];
  const problems: Problem[] = [];
  if (kty !== curve.kty) problems.push(['kty', 'wrong_type', `must be "${curve.kty}" for the curve ${String(crv)}`]);
  for (const name of curve.kty === 'EC' ? ['x', 'y'] : ['x'])
    if (!isCoordinate(given[name], curve.bytes))
      problems.push([name, 'no_coordinate', `must be ${curve.bytes} bytes in base64url without padding`]);
  if (curve.kty === 'OKP' && given['y'] !== undefined)
    problems.push(['y', 'no_coordinate', `must be left out: ${String(crv)} has one coordinate`]);
  return problems;
}

function problemsOfUse({ use, alg, kid, key_ops: operations }: Readonly<Record<string, unknown>>): Problem[] {
  const problems: Problem[] = [];
  if (use !== undefined && use !== 'enc')
    problems.push(['use', 'wrong_use', 'must be "enc" or left out: content is encrypted to this key']);
  if (alg !== undefined && alg !== KEY_ALGORITHM)
    problems.push(['alg', 'wrong_algorithm', `must be "${KEY_ALGORITHM}" or left out`]);
  if (operations !== undefined && !derives(operations))
    problems.push(['key_ops', 'wrong_use', 'must be empty, hold "deriveKey" or "deriveBits", or be left out']);
  if (kid !== undefined && !(typeof kid === 'string' && KID.test(kid)))
    problems.push(['kid', 'no_key_id', 'must be 1 to 128 ASCII signs without spaces, or left out']);
  return problems;
}

/** Web Crypto writes an empty list for a public key: it derives nothing by itself. */
function derives(operations: unknown): boolean {
  if (!Array.isArray(operations)) return false;
  return operations.length === 0 || operations.includes('deriveKey') || operations.includes('deriveBits');
}

function isCoordinate(value: unknown, bytes: number): boolean {
  if (typeof value !== 'string') return false;
  const decoded = Buffer.from(value, 'base64url');
  return decoded.length === bytes && decoded.toString('base64url') === value;
}

function problemsAt(problems: readonly Problem[]) {
  return invalidInput(
    problems.map(([member, code, message]): InputProblem => ({
      pointer: member === '' ? '/encryptionKey' : `/encryptionKey/${member}`,
      code,
      message,
    })),
  );
}
