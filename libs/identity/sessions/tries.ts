import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { LOCKED_FOR, MOST_OF_ADDRESS, MOST_TRIES } from '../domain/lockout';

/**
 * Counts a try before it is looked at, so that many at once are not more than allowed. While an account is locked nothing
 * is counted: the lock ends by itself, however often somebody knocks.
 *
 * @returns the hash of the password, or undefined when the person has no account or too many tries failed
 */
export async function takeTryOf(tx: Transaction, clock: Clock, personId: Uuid): Promise<string | undefined> {
  const now = clock.now();
  const taken = await tx.row<{ passwordHash: string }>(
    `UPDATE person_credentials
     SET tries = CASE WHEN tried_at > $2 THEN tries + 1 ELSE 1 END, tried_at = $1
     WHERE person_id = $3 AND NOT (tries >= $4 AND coalesce(tried_at > $2, false))
     RETURNING password_hash AS "passwordHash"`,
    [now, new Date(now.getTime() - LOCKED_FOR), personId, MOST_TRIES],
  );
  return taken?.passwordHash;
}

/** A try that was none: nothing was guessed with it. */
export async function giveTryBack(tx: Transaction, personId: Uuid): Promise<void> {
  await tx.execute(`UPDATE person_credentials SET tries = greatest(tries - 1, 0) WHERE person_id = $1`, [personId]);
}

/** A try that was right: those before it do not count any more. */
export async function forgetTries(tx: Transaction, personId: Uuid): Promise<void> {
  await tx.execute(`UPDATE person_credentials SET tries = 0, tried_at = NULL WHERE person_id = $1`, [personId]);
}

/**
 * Counts a try of an address, right or wrong. The record holds a keyed digest of the address and forgets it after a day.
 *
 * @throws HubError `too_many_requests`
 */
export async function countAddress(
  { database, clock, vault }: { readonly database: Database; readonly clock: Clock; readonly vault: Vault },
  address: string,
): Promise<void> {
  const now = clock.now();
  const digest = createHmac('sha256', await vault.digestSecret('addresses of sign-ins'))
    .update(neighbourhoodOf(address))
    .digest();
  const [counted] = await database.statement<{ tries: number }>('SELECT count_sign_in($1, $2, $3) AS tries', [
    digest,
    now,
    new Date(now.getTime() - LOCKED_FOR),
  ]);
  if ((counted?.tries ?? 0) > MOST_OF_ADDRESS)
    throw new HubError(
      'too_many_requests',
      `Too many sign-ins came from your network. Try again in ${LOCKED_FOR / 60_000} minutes.`,
    );
}

/** Of IPv6 whoever has one address has the whole /64. */
function neighbourhoodOf(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const known = ipaddr.process(address);
  return known.kind() === 'ipv4'
    ? known.toString()
    : ipaddr.IPv6.networkAddressFromCIDR(`${known.toString()}/64`).toString();
}
