import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import { endAllSessions } from '../sessions/end-all-sessions';
import { newSessionToken, tokenHash } from '../sessions/session-token';
import { hashPassword } from './password';
import { demandStrongPassword } from './password-strength';
import { readPerson } from './read-person';
import { setPassword } from './set-password';

/** A link is good for so long, milliseconds. */
const GOOD_FOR = 3 * 24 * 3_600_000;

/** What a person gets to set their password by. */
export interface SetUpLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Makes a link for a person; those before it do not open any more. */
export async function makeSetUpLink(
  tx: Transaction,
  clock: Clock,
  person: { readonly id: Uuid; readonly organisationId: Uuid },
  by: Uuid | undefined,
): Promise<SetUpLink> {
  const now = clock.now();
  const expiresAt = new Date(now.getTime() + GOOD_FOR);
  const { text, hash } = newSessionToken();
  await endLinks(tx, now, person.id);
  await tx.execute(
    `INSERT INTO set_up_links (token_hash, person_id, organisation_id, made_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [hash, person.id, person.organisationId, by ?? null, now, expiresAt],
  );
  return { token: text, expiresAt };
}

/**
 * Sets the password that a person chose. The link is used up, and whoever was signed in as them is so no more. The second
 * factor stays: a link alone signs nobody in who has one.
 *
 * @throws HubError `link_refused`, or `invalid_input` for a weak password
 */
export async function useSetUpLink(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  token: string,
  password: string,
): Promise<void> {
  const hash = tokenHash(token);
  const [link] = hash
    ? await database.statement<{ personId: Uuid; organisationId: Uuid }>(
        `SELECT person_id AS "personId", organisation_id AS "organisationId" FROM find_set_up_link($1, $2)`,
        [hash, clock.now()],
      )
    : [];
  if (!hash || !link) throw refused();
  const { personId, organisationId } = link;
  const context = { kind: 'body', organisationId, person: personId } as const;
  const { email, displayName } = await database.transaction(context, (tx) => readPerson(tx, personId));
  await demandStrongPassword(password, [email, displayName]);
  const passwordHash = await hashPassword(password);
  await database.transaction(context, async (tx) => {
    const now = clock.now();
    const used = await tx.execute(
      `UPDATE set_up_links SET ended_at = $2 WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2`,
      [hash, now],
    );
    if (used === 0) throw refused();
    await setPassword(tx, clock, { id: personId, organisationId }, passwordHash);
    await endAllSessions(tx, clock, { personId, organisationId, reason: 'password_set' });
  });
}

/** Links of a person open nothing any more. */
export async function endLinks(tx: Transaction, now: Date, personId: Uuid): Promise<void> {
  await tx.execute(`UPDATE set_up_links SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL`, [personId, now]);
}

function refused(): HubError {
  return new HubError(
    'link_refused',
    'This link was used, has ended, or is not whole. Ask a focal point of your body for a new one.',
  );
}
