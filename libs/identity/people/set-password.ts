import { witness } from '#evidence';
import type { Clock, Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** Gives a person a password, as its hash (`hashPassword`): made outside of the transaction, since it takes its time. */
export async function setPassword(
  tx: Transaction,
  clock: Clock,
  person: { readonly id: Uuid; readonly organisationId: Uuid },
  passwordHash: string,
): Promise<void> {
  const now = clock.now();
  await tx.execute(
    `INSERT INTO person_credentials (person_id, organisation_id, password_hash, password_set_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id) DO UPDATE
     SET password_hash = excluded.password_hash, password_set_at = excluded.password_set_at, tries = 0, tried_at = NULL`,
    [person.id, person.organisationId, passwordHash, now],
  );
  await witness(tx, [
    {
      action: 'person.password_set',
      at: now,
      actorId: person.organisationId,
      subjectType: 'person',
      subjectId: person.id,
      detail: {},
    },
  ]);
}
