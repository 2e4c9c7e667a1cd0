import { notFound, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

export interface PersonName {
  readonly id: Uuid;
  readonly email: string;
  readonly displayName: string;
}

/** How a person of the transaction's body is called. @throws HubError `not_found` */
export async function readPerson(tx: Transaction, id: Uuid): Promise<PersonName> {
  const person = await tx.row<PersonName>(`SELECT id, email, display_name AS "displayName" FROM people WHERE id = $1`, [
    id,
  ]);
  if (!person) throw notFound('person');
  return person;
}
