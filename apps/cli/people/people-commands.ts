import type { Command } from 'commander';
import type { HeldRole } from '#identity';
import type { Environment } from '../migrate.command';
import {
  addPerson,
  changePersonsRoles,
  listBodysPeople,
  lockPerson,
  resetPerson,
  rolesOf,
  type Outputs,
} from './people.command';

/** People of the bodies, for whoever runs the hub. */
export function addPeopleCommands(program: Command, environment: Environment, outputs: Outputs): void {
  const people = program.command('people').description('People of the bodies, who sign in.');
  people
    .command('add <organisation> <address>')
    .description('Adds a person and shows, once, the link by which they set their password.')
    .requiredOption('--name <name>', 'what they are called')
    .option('--role <role[@operation]>', 'a role, in every operation or in one; may be repeated', rolesOf, [])
    .action((organisation: string, email: string, flags: { name: string; role: HeldRole[] }) =>
      addPerson(environment, organisation, email, flags, outputs),
    );
  people
    .command('list <organisation>')
    .description('Lists the people of a body with their roles.')
    .action((organisation: string) => listBodysPeople(environment, organisation, outputs));
  people
    .command('roles <organisation> <address>')
    .description('Shows, grants and takes roles.')
    .option('--grant <role[@operation]>', 'a role to grant; may be repeated', rolesOf, [])
    .option('--revoke <role[@operation]>', 'a role to take; may be repeated', rolesOf, [])
    .action((organisation: string, email: string, flags: { grant: HeldRole[]; revoke: HeldRole[] }) =>
      changePersonsRoles(environment, organisation, email, flags, outputs),
    );
  people
    .command('reset <organisation> <address>')
    .description('Shows, once, a link by which a person sets a new password.')
    .option('--second-factor', 'takes their second factor as well, and ends their sessions')
    .action((organisation: string, email: string, flags: { secondFactor?: boolean }) =>
      resetPerson(environment, organisation, email, flags, outputs),
    );
  for (const [name, disabled, what] of [
    ['lock', true, 'Locks a person out: they are signed in nowhere.'],
    ['unlock', false, 'Lets a person in again.'],
  ] as const)
    people
      .command(`${name} <organisation> <address>`)
      .description(what)
      .action((organisation: string, email: string) => lockPerson(environment, organisation, email, disabled, outputs));
}
