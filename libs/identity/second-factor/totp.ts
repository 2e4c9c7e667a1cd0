import { Secret, TOTP } from 'otpauth';

/** Seconds for which a code holds (RFC 6238); one step before and after is taken, for clocks that differ. */
const PERIOD = 30;
const WINDOW = 1;

/** What every authenticator app understands: SHA-1, six digits, thirty seconds. */
function totpOf(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Liaison Hub',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD,
    secret: Secret.fromBase32(secret),
  });
}

/** A new shared secret, 160 random bits in base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The secret as an authenticator app scans it. */
export function uriOf(secret: string, label: string): string {
  return totpOf(secret, label).toString();
}

/** The step of time that a code was made for, or undefined when it is not one of now. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / PERIOD) + delta;
}
