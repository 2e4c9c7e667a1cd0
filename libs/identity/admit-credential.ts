import { HubError, type Clock, type Uuid } from '#kernel';
import { isWithin } from './networks';

/** What a key, or another credential of a system, is held to. */
export interface CredentialBounds {
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
  readonly replaced_by: Uuid | null;
  readonly allowed_addresses: readonly string[] | null;
}

/**
 * Whether a credential that was proved may be used now and from there. Only who holds the secret is told why not: the
 * words tell nothing to whoever guesses.
 *
 * @param from the caller's address; without one a credential with a list of addresses is refused
 * @throws HubError `credential_revoked`, `credential_replaced`, `credential_expired`, `address_not_allowed`
 */
export function admitCredential(bounds: CredentialBounds, clock: Clock, from: string | undefined): void {
  const { expires_at: end, revoked_at: revoked, replaced_by: successor, allowed_addresses: networks } = bounds;
  if (revoked)
    throw new HubError(
      'credential_revoked',
      `This key was revoked on ${revoked.toISOString()}. Ask a focal point of your body for another.`,
    );
  if (end && end <= clock.now())
    throw successor
      ? new HubError(
          'credential_replaced',
          `This key was rotated, and both were good until ${end.toISOString()}. Use the one that was shown then.`,
        )
      : new HubError(
          'credential_expired',
          `This key ended on ${end.toISOString()}. Ask a focal point of your body for another; rotate it earlier next time.`,
        );
  if (networks && !isWithin(from ?? '', networks))
    throw new HubError(
      'address_not_allowed',
      'This key is held to a list of addresses, and yours is not among them. Call from your own network, or ask a focal point of your body for a key with your address.',
    );
}
