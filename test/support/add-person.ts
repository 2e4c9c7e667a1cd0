import type { Uuid } from '#kernel';
import { createPerson, hashPassword, setPassword, type HeldRole } from '#identity';
import type { HubDatabase } from './hub-database';

export interface TestPerson {
  readonly id: Uuid;
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
}

/** A person with a password, at a body of the seeded operations. */
export async function addPerson(
  hub: HubDatabase,
  organisation: string,
  name: string,
  roles: readonly HeldRole[] = [{ role: 'liaison-officer', operation: null }],
): Promise<TestPerson> {
  const password = `fictitious pass phrase of ${name}`;
  const hash = await hashPassword(password);
  const email = `${name}@${organisation}.example`;
  const id = await hub.as(organisation, async ({ tx, clock, caller: { organisationId } }) => {
    const made = await createPerson(tx, clock, { organisationId, email, displayName: name, roles });
    await setPassword(tx, clock, { id: made, organisationId }, hash);
    return made;
  });
  return { id, organisation, email, password };
}
