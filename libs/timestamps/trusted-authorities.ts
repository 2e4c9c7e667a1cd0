import { X509Certificate } from 'node:crypto';
import { Certificate } from 'pkijs';

/** The certificates at which a chain may end. */
export interface TrustedAuthorities {
  readonly certificates: readonly Certificate[];
}

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** @throws Error when the text holds no certificate, or one that cannot be read. */
export function trustedAuthorities(pem: string): TrustedAuthorities {
  const certificates = (pem.match(PEM) ?? []).map((one) => Certificate.fromBER(new X509Certificate(one).raw));
  if (certificates.length === 0) throw new Error('no certificate in PEM form is in it');
  return { certificates };
}
