import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { HttpConfig } from '#config/http.config';
import { loadConfig } from '#config/load-config';
import {
  addressOf,
  changePerson,
  changeRoles,
  createPerson,
  endAllSessions,
  listPeople,
  makeSetUpLink,
  removeSecondFactor,
  roles,
  rolesHeld,
  type HeldRole,
  type PersonView,
  type SetUpLink,
} from '#identity';
import { systemClock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { asBody } from '../as-body';
import type { Environment, Print } from '../migrate.command';

export interface Outputs {
  /** For what is shown once, and for lists. */
  readonly show: Print;
  /** For words about it. */
  readonly print: Print;
}

/** Adds a person and shows the link by which they set their password. */
export async function addPerson(
  environment: Environment,
  organisation: string,
  email: string,
  flags: { readonly name: string; readonly role: readonly HeldRole[] },
  { print, show }: Outputs,
): Promise<void> {
  const link = await asBody(environment, organisation, async (tx, organisationId) => {
    const id = await createPerson(tx, systemClock, {
      organisationId,
      email,
      displayName: flags.name,
      roles: flags.role,
    });
    return makeSetUpLink(tx, systemClock, { id, organisationId }, undefined);
  });
  print(`${email} is added to ${organisation}. They set their password by this link, shown this once:`);
  showLink(environment, link, { print, show });
}

/** Shows a new link; the password stays until it is used. */
export async function resetPerson(
  environment: Environment,
  organisation: string,
  email: string,
  { secondFactor }: { readonly secondFactor?: boolean },
  { print, show }: Outputs,
): Promise<void> {
  const link = await asPerson(environment, organisation, email, async (tx, person) => {
    if (secondFactor === true) {
      await removeSecondFactor({ tx, clock: systemClock }, person, undefined);
      await endAllSessions(tx, systemClock, { ...person, personId: person.id, reason: 'revoked' });
    }
    return makeSetUpLink(tx, systemClock, person, undefined);
  });
  print(
    `${email} sets a new password by this link, shown this once.${secondFactor === true ? ' The second factor is removed.' : ''}`,
  );
  showLink(environment, link, { print, show });
}

/** Grants and takes roles. */
export async function changePersonsRoles(
  environment: Environment,
  organisation: string,
  email: string,
  { grant, revoke }: { readonly grant: readonly HeldRole[]; readonly revoke: readonly HeldRole[] },
  { show }: Outputs,
): Promise<void> {
  const key = ({ role, operation }: HeldRole): string => `${role}@${operation ?? ''}`;
  const held = await asPerson(environment, organisation, email, async (tx, person) => {
    const kept = (await rolesHeld(tx, person.id, systemClock.now())).filter(
      (role) => !revoke.some((other) => key(other) === key(role)),
    );
    const wanted = new Map([...kept, ...grant].map((role) => [key(role), role]));
    await changeRoles(tx, systemClock, person, [...wanted.values()]);
    return rolesHeld(tx, person.id, systemClock.now());
  });
  show(`${email}  ${rolesText(held)}`);
}

/** Locks a person out, or lets them in again. */
export async function lockPerson(
  environment: Environment,
  organisation: string,
  email: string,
  disabled: boolean,
  { show }: Outputs,
): Promise<void> {
  await asPerson(environment, organisation, email, (tx, person) => changePerson(tx, systemClock, person, { disabled }));
  show(disabled ? `${email} is locked out, and signed in nowhere.` : `${email} can sign in again.`);
}

/** One line for each person of a body. */
export async function listBodysPeople(
  environment: Environment,
  organisation: string,
  { show }: Outputs,
): Promise<void> {
  const people = await asBody(environment, organisation, async (tx) => {
    const all: PersonView[] = [];
    for (;;) {
      const last = all.at(-1)?.id;
      const page = await listPeople(tx, systemClock.now(), {
        limit: 200,
        ...(last === undefined ? {} : { after: last }),
      });
      all.push(...page);
      if (page.length < 200) return all;
    }
  });
  for (const person of people) show(lineOf(person));
  if (people.length === 0)
    show(`${organisation} has nobody. Add someone: people add ${organisation} ADDRESS --name NAME`);
}

function lineOf({ email, displayName, roles: held, hasPassword, hasSecondFactor, lockedAt }: PersonView): string {
  const state = lockedAt ? `locked ${lockedAt.toISOString()}` : hasPassword ? 'password' : 'no password yet';
  return [email, displayName, state, hasSecondFactor ? 'second factor' : 'no second factor', rolesText(held)].join(
    '  ',
  );
}

function rolesText(held: readonly HeldRole[]): string {
  return held.map(({ role, operation }) => (operation === null ? role : `${role}@${operation}`)).join(',') || 'no role';
}

function showLink(environment: Environment, { token, expiresAt }: SetUpLink, { print, show }: Outputs): void {
  const { http } = loadConfig({ http: HttpConfig }, environment, (path) => readFileSync(path, 'utf8'));
  const base = (http.publicUrl ?? `http://${http.host}:${http.port}`).replace(/\/+$/, '');
  show(`${base}/console/set-up#${token}`);
  print(`It opens until ${expiresAt.toISOString()}, once.`);
}

/** A role, in every operation or, as role@operation, in one. Repeated options add up. */
export function rolesOf(text: string, before: readonly HeldRole[] = []): HeldRole[] {
  const [name, operation = null] = text.split('@');
  const role = roles.find((one) => one === name);
  if (!role || operation === '')
    throw new InvalidArgumentError(`Write role or role@operation. Roles are: ${roles.join(', ')}.`);
  return [...before, { role, operation }];
}

/** Works on one person of a body. @throws Error when there is none of this address */
function asPerson<T>(
  environment: Environment,
  organisation: string,
  email: string,
  work: (tx: Transaction, person: { readonly id: Uuid; readonly organisationId: Uuid }) => Promise<T>,
): Promise<T> {
  return asBody(environment, organisation, async (tx, organisationId) => {
    const person = await tx.row<{ id: Uuid }>('SELECT id FROM people WHERE email = $1', [addressOf(email)]);
    if (!person) throw new Error(`${organisation} has nobody of that address. See: people list ${organisation}`);
    return work(tx, { id: person.id, organisationId });
  });
}
