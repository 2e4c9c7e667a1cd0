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
    const made = await Promise.all(bodies.map((body) => peopleOf(database, body)));
    return made.flat();
  } finally {
    await database.close();
  }
}

async function peopleOf(database: ApiDatabase, { id, slug, kind }: Body): Promise<DemoPerson[]> {
  const context = { kind: 'body', organisationId: id } as const;
  const wanted = Object.entries({ ...EVERYWHERE, ...BY_KIND[kind] }).map(([name, roles]) => ({
    email: `${name}@${slug}.example`,
    roles,
  }));
  const known = await database.transaction(context, (tx) =>
    tx.rows<{ email: string }>('SELECT email FROM people WHERE email = ANY ($1)', [wanted.map(({ email }) => email)]),
  );
  const missing = wanted.filter(({ email }) => !known.some((person) => person.email === email));
  return Promise.all(
    missing.map(async ({ email, roles }) => {
      const password = randomBytes(12).toString('base64url');
      const hash = await hashPassword(password);
      await database.transaction(context, async (tx) => {
        const held = roles.map((role) => ({ role, operation: null }));
        const displayName = `${email.split('@')[0] ?? ''} of ${slug} (demo)`;
        const personId = await createPerson(tx, systemClock, { organisationId: id, email, displayName, roles: held });
        await setPassword(tx, systemClock, { id: personId, organisationId: id }, hash);
      });
      return { organisation: slug, email, password, roles };
    }),
  );
}
