import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { invalidInput } from '#kernel';

/** What everybody may know of a client certificate. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256 of the certificate, pairs of hexadecimal digits with colons. */
  readonly fingerprint: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const MOST_CERTIFICATES = 8;
const LEAST_RSA_BITS = 2_048;

/**
 * Reads a chain and its private key as they were given and checks that a receiver could take them.
 *
 * @param chain PEM, the hub's own certificate first, then who issued it, and so on
 * @param privateKey PEM: PKCS #8, PKCS #1 or SEC 1, not encrypted
 * @returns the chain and the key in plain PEM, and the facts
 * @throws HubError `invalid_input` that names what is wrong, and never shows the key
 */
export function readClientCertificate(
  chain: string,
  privateKey: string,
  now: Date,
): { readonly chain: string; readonly privateKey: string; readonly facts: CertificateFacts } {
  const certificates = readChain(chain);
  const [own] = certificates;
  if (!own) throw problem('certificate', 'empty', 'no PEM block "BEGIN CERTIFICATE" is in it');
  checkDates(own, now);
  checkUse(own);
  checkOrder(certificates);
  const key = readKey(privateKey);
  if (!own.checkPrivateKey(key))
    throw problem(
      'privateKey',
      'mismatch',
      'it is not the key of the first certificate. Give the hub’s own certificate first, then its issuers',
    );
  return {
    chain: certificates.map((certificate) => certificate.toString()).join(''),
    privateKey: String(key.export({ type: 'pkcs8', format: 'pem' })),
    facts: {
      subject: oneLine(own.subject),
      issuer: oneLine(own.issuer),
      fingerprint: own.fingerprint256,
      notBefore: new Date(own.validFrom).toISOString(),
      notAfter: new Date(own.validTo).toISOString(),
    },
  };
}

function readChain(chain: string): X509Certificate[] {
  const blocks = chain.match(PEM_CERTIFICATE) ?? [];
  if (blocks.length > MOST_CERTIFICATES)
    throw problem('certificate', 'too_long', `it holds more than ${MOST_CERTIFICATES} certificates. Leave roots out`);
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw problem(
        'certificate',
        'malformed',
        `certificate ${index + 1} cannot be read. Is it whole, from BEGIN to END?`,
      );
    }
  });
}

function checkDates({ validFrom, validTo }: X509Certificate, now: Date): void {
  if (new Date(validTo) <= now) throw problem('certificate', 'expired', `it expired on ${validTo}. Give a new one`);
  if (new Date(validFrom) > now) throw problem('certificate', 'not_yet_valid', `it is only valid from ${validFrom}`);
}

/** `keyUsage` holds the extended key usages; a certificate without any may be used for everything. */
function checkUse(own: X509Certificate): void {
  const uses = own.keyUsage as readonly string[] | undefined;
  if (uses && uses.length > 0 && !uses.includes(CLIENT_AUTH))
    throw problem(
      'certificate',
      'use',
      'it is not for client authentication (extended key usage clientAuth). A server’s certificate is of no use here',
    );
}

function checkOrder(certificates: readonly X509Certificate[]): void {
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1];
    if (issuer && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)))
      throw problem(
        'certificate',
        'order',
        `certificate ${index + 2} did not issue certificate ${index + 1}. Put each before its issuer`,
      );
  }
}

function readKey(text: string): KeyObject {
  if (text.includes('ENCRYPTED'))
    throw problem(
      'privateKey',
      'encrypted',
      'it is encrypted. Decrypt it (openssl pkey -in key.pem), and send it over TLS as you do now: the hub seals it',
    );
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, format: 'pem' });
  } catch {
    throw problem('privateKey', 'malformed', 'it cannot be read. Give a PEM block "BEGIN PRIVATE KEY", whole');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < LEAST_RSA_BITS)
    throw problem(
      'privateKey',
      'weak',
      `it has ${bits} bits. Use RSA with ${LEAST_RSA_BITS} bits or more, or an elliptic curve`,
    );
  return key;
}

function oneLine(name: string | undefined): string {
  return (name ?? '').replaceAll('\n', ', ').slice(0, 500);
}

function problem(member: 'certificate' | 'privateKey', code: string, message: string): Error {
  return invalidInput([
    {
      pointer: `/${member}`,
      code: `${member === 'certificate' ? 'certificate' : 'key'}_${code}`,
      message: `${member}: ${message}.`,
    },
  ]);
}
