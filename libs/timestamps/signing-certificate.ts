import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import type { Attribute } from 'pkijs';

/** ESS signing certificate, of RFC 2634 (SHA-1) and RFC 5035. */
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Whether the signed attributes name this certificate (DER) as the signer's: without them another one with the same key would do. */
export function namesSigner(attributes: readonly Attribute[], certificate: Buffer): boolean {
  const named = attributes.filter(({ type }) => type === SIGNING_CERTIFICATE || type === SIGNING_CERTIFICATE_V2);
  return named.length > 0 && named.every(({ type, values }) => isOf(values[0], type, certificate));
}

/** `SEQUENCE { certs SEQUENCE OF SEQUENCE { [hashAlgorithm], certHash, … }, … }`; the first is the signer's. */
function isOf(value: unknown, type: string, certificate: Buffer): boolean {
  const [certs] = membersOf(value);
  const [first] = membersOf(certs);
  const [one, other] = membersOf(first);
  const digest = one instanceof Sequence ? digestOf(one) : type === SIGNING_CERTIFICATE ? 'sha1' : 'sha256';
  const hash = one instanceof Sequence ? other : one;
  if (digest === undefined || !(hash instanceof OctetString)) return false;
  return createHash(digest).update(certificate).digest().equals(hash.valueBlock.valueHexView);
}

function digestOf(algorithm: Sequence): string | undefined {
  const [identifier] = membersOf(algorithm);
  return identifier instanceof ObjectIdentifier ? DIGESTS[identifier.getValue()] : undefined;
}

function membersOf(value: unknown): readonly unknown[] {
  return value instanceof Sequence ? value.valueBlock.value : [];
}
