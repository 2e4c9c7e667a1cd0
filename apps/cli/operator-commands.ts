import type { Command } from 'commander';
import { USUAL_OVERLAP, scopes } from '#identity';
import {
  destroyAgain,
  keyringStatus,
  retireVersion,
  rotateKeyring,
  versionOf,
  waitOf,
} from './keyring/keyring.command';
import {
  expiryOf,
  issueKey,
  keyNameOf,
  listKeys,
  networksOf,
  operationsOf,
  overlapOf,
  revokeKeys,
  rotateKey,
  scopesOf,
  type IssueFlags,
  type RotateFlags,
} from './keys.command';
import { addBreakGlassCommands } from './break-glass/break-glass-commands';
import { addPeopleCommands } from './people/people-commands';
import { migrate, seed, type Environment } from './migrate.command';

const DEFAULT_NAME = 'system';

const show = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const print = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

function addKeyringCommands(program: Command, environment: Environment): void {
  const keyring = program
    .command('keyring')
    .description('The versions of the master key, and what each of them wraps.');
  keyring
    .command('status')
    .description('Says which version wraps, and how many keys wait to be wrapped again.')
    .action(() => keyringStatus(environment, show));
  keyring
    .command('rotate')
    .description('Makes a new version. Nothing stops: the tracking worker wraps again what former ones wrapped.')
    .option('--file <path>', 'the file with the ring (default: HUB_MASTER_KEY_FILE)')
    .option('--after <wait>', 'when it begins to wrap: every process must have it by then', waitOf, waitOf('1h'))
    .action((flags: { file?: string; after: number }) => rotateKeyring(environment, flags, show));
  keyring
    .command('destroy-again')
    .description('Destroys again what was erased, after an older copy of the key store was put in place.')
    .action(() => destroyAgain(environment, show));
  keyring
    .command('retire')
    .description('Takes a former version out of the ring, once nothing is wrapped by it.')
    .argument('<version>', 'a version of the ring', versionOf)
    .option('--file <path>', 'the file with the ring (default: HUB_MASTER_KEY_FILE)')
    .action((version: number, flags: { file?: string }) => retireVersion(environment, version, flags.file, show));
}

/** The commands of whoever runs the hub. They work on its database, not on its API. */
export function addOperatorCommands(program: Command, environment: Environment): Command {
  program
    .command('migrate')
    .description('Brings the database to the newest schema, makes the login users, seeds the operations.')
    .action(() => migrate(environment, show));
  program
    .command('seed')
    .description('Brings the operations on record up to the files in OPERATIONS_DIR.')
    .action(() => seed(environment, show));
  const keys = program.command('keys').description('API keys of the bodies.');
  keys
    .command('issue <organisation>')
    .description('Makes a key and writes it to standard output, once.')
    .option('--name <name>', 'what it is known by', keyNameOf, DEFAULT_NAME)
    .option('--scopes <list>', 'what it may do, with commas', scopesOf, [...scopes])
    .option('--operations <list>', 'only what is of these operations, with commas', operationsOf)
    .option('--addresses <list>', 'only from these addresses or networks, with commas', networksOf)
    .option('--expires <time>', 'when it ends; never when left out', expiryOf)
    .action((organisation: string, flags: IssueFlags) => issueKey(environment, organisation, flags, { print, show }));
  keys
    .command('rotate <organisation>')
    .description('Makes a key in the place of another and writes it to standard output, once.')
    .option('--name <name>', 'what it is known by', keyNameOf, DEFAULT_NAME)
    .option('--overlap <hours>', 'both are good for so long', overlapOf, USUAL_OVERLAP)
    .action((organisation: string, flags: RotateFlags) => rotateKey(environment, organisation, flags, { print, show }));
  keys
    .command('revoke <organisation>')
    .description('Ends every key of that name.')
    .option('--name <name>', 'what it is known by', keyNameOf, DEFAULT_NAME)
    .action((organisation: string, { name }: { name: string }) => revokeKeys(environment, organisation, name, show));
  keys
    .command('list <organisation>')
    .description('Lists the keys of a body, without their secrets.')
    .action((organisation: string) => listKeys(environment, organisation, show));
  addKeyringCommands(program, environment);
  addPeopleCommands(program, environment, { show, print });
  addBreakGlassCommands(program, environment, show);
  return program;
}
