import { witness } from '#evidence';
import { HubError, uuidv7, type Clock, type Uuid } from '#kernel';
import { sqlState, type Transaction } from '#platform/database';
import type { HeldRole } from '../domain/roles';
import { grantRole } from './roles.store';

export interface NewPerson {
  readonly organisationId: Uuid;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly HeldRole[];
  /** Who did it: a person, or nobody when the operator did. */
  readonly by?: Uuid;
}

/** An address as it is kept and compared. */
export function addressOf(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * Puts a person on record, with their roles. They cannot sign in before they have a password or come by OIDC.
 *
 * @throws HubError `already_exists` when the body has a person of this address
 */
export async function createPerson(tx: Transaction, clock: Clock, person: NewPerson): Promise<Uuid> {
  const id = uuidv7();
  const now = clock.now();
  const { organisationId, by } = person;
  await tx
    .execute(
      `INSERT INTO people (id, organisation_id, email, display_name, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $5)`,
      [id, organisationId, addressOf(person.email), person.displayName, now],
    )
    .catch((error: unknown) => {
      if (sqlState(error) !== '23505') throw error;
      throw new HubError(
        'already_exists',
        'Your body has a person of this address already. Change their roles instead.',
      );
    });
  await witness(tx, [
    {
      action: 'person.added',
      at: now,
      actorId: organisationId,
      subjectType: 'person',
      subjectId: id,
      detail: by === undefined ? {} : { by },
    },
  ]);
  for (const role of person.roles)
    await grantRole(tx, clock, { ...role, personId: id, organisationId, ...(by ? { by } : {}) });
  return id;
}
