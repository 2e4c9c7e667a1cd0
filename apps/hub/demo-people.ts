import { randomBytes } from 'node:crypto';
import { systemClock, type Uuid } from '#kernel';
import { createPerson, hashPassword, setPassword, type Role } from '#identity';
import { ApiDatabase, createDataSource } from '#platform/database';

/** A person of the demo, with the password that nothing but this value holds. */
export interface DemoPerson {
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  readonly roles: readonly Role[];
}

interface Body {
  readonly id: Uuid;
  readonly slug: string;
  readonly kind: string;
}

/** Who works at every body, and who besides at bodies of some kinds: the name before the @, and the roles. */
const EVERYWHERE: Readonly<Record<string, readonly Role[]>> = {
  officer: ['liaison-officer', 'focal-point'],
  protection: ['protection-officer'],
};
const BY_KIND: Readonly<Record<string, Readonly<Record<string, readonly Role[]>>>> = {
  'mission-hq': {
    coordinator: ['coordinator', 'senior-coordinator'],
    operator: ['operator', 'auditor'],
    accountability: ['accountability-officer'],
    commander: ['senior-commander'],
  },
  'nation-authority': { accountability: ['accountability-officer'] },
};

/**
 * People of the seeded bodies who are not on record yet, each with a random password that is kept as a hash only: whoever
 * starts the hub sees it once.
 */
export async function demoPeople(apiUrl: string): Promise<readonly DemoPerson[]> {
  const dataSource = createDataSource({ url: apiUrl, applicationName: 'liaison-hub demo people', poolSize: 2 });
  await dataSource.initialize();
  const database = new ApiDatabase(dataSource);
  try {
    const bodies = await database.statement<Body>(`SELECT id, slug, kind FROM organisations ORDER BY slug`);
    const missing = await Promise.all(bodies.map((body) => missingOf(database, body)));
    // Hashing takes seconds. A start that is killed in them has made nobody whose password nobody saw.
    const people = await Promise.all(missing.flat().map(withHash));
    await Promise.all(people.map((person) => record(database, person)));
    return people;
  } finally {
    await database.close();
  }
}

interface WantedPerson extends DemoPerson {
  readonly organisationId: Uuid;
}

async function missingOf(database: ApiDatabase, { id, slug, kind }: Body): Promise<WantedPerson[]> {
  const wanted = Object.entries({ ...EVERYWHERE, ...BY_KIND[kind] }).map(([name, roles]) => ({
    ...{ organisation: slug, organisationId: id, email: `${name}@${slug}.example`, roles },
    password: randomBytes(12).toString('base64url'),
  }));
  const known = await database.transaction({ kind: 'body', organisationId: id }, (tx) =>
    tx.rows<{ email: string }>('SELECT email FROM people WHERE email = ANY ($1)', [wanted.map(({ email }) => email)]),
  );
  return wanted.filter(({ email }) => !known.some((person) => person.email === email));
}

async function withHash(person: WantedPerson): Promise<WantedPerson & { readonly hash: string }> {
  return { ...person, hash: await hashPassword(person.password) };
}

async function record(
  database: ApiDatabase,
  { organisation, organisationId, email, roles, hash }: WantedPerson & { readonly hash: string },
): Promise<void> {
  await database.transaction({ kind: 'body', organisationId }, async (tx) => {
    const held = roles.map((role) => ({ role, operation: null }));
    const displayName = `${email.split('@')[0] ?? ''} of ${organisation} (demo)`;
    const personId = await createPerson(tx, systemClock, { organisationId, email, displayName, roles: held });
    await setPassword(tx, systemClock, { id: personId, organisationId }, hash);
  });
}
