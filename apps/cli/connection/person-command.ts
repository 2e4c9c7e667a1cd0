import { InvalidArgumentError, Option, type Command } from 'commander';
import { asPerson, type PersonClient } from '#hub-client';
import { CommandLineError } from '../output/command-line-error';
import type { OutputFormat } from '../output/show';
import { bytesOf } from '../referral/referral-file';
import { apiFrom } from './connect';
import { addAnswerOptions, connectionFlagsOf, hubGroup } from './connection-options';
import type { HubSurroundings } from './hub-command';

/** Who a person is to the hub. What is left out comes from the environment; a password never stands on the command line. */
interface PersonFlags {
  readonly organisation?: string;
  readonly email?: string;
  readonly passwordFile?: string;
  readonly code?: string;
}

/** A hub to talk to, in a person's name. */
export interface PersonConnection {
  readonly hub: PersonClient;
  readonly output: OutputFormat;
}

/** A group of commands that only people may give, for example `accountability`. */
export function personGroup(program: Command, name: string, description: string): Command {
  return hubGroup(program, name, description, (group) => addPersonOptions(addAnswerOptions(group)));
}

export function addPersonOptions(command: Command): Command {
  return command
    .option('--organisation <body>', 'your body (HUB_ORGANISATION)')
    .option('--email <address>', 'your address at that body (HUB_EMAIL)')
    .option('--password-file <file>', 'a file with your password; - for standard input (HUB_PASSWORD_FILE)')
    .addOption(
      new Option('--code <digits>', 'your second factor of this minute, once you have one; taken once').argParser(
        codeOf,
      ),
    );
}

/** Signs in, runs a command's work with the hub, and signs out again: nothing of the session is kept. */
export async function withPerson(
  command: Command,
  { environment }: HubSurroundings,
  work: (connection: PersonConnection) => Promise<void>,
): Promise<void> {
  const flags = personFlagsOf(command);
  const { api, output = 'table', timeout } = connectionFlagsOf(command);
  const said = (given: string | undefined, variable: string, option: string): string => {
    const value = given ?? environment[variable];
    if (value) return value;
    throw new CommandLineError(
      'wrongArguments',
      `Who are you? Give ${option}, or set ${variable}: no API key may do this.`,
    );
  };
  const organisation = said(flags.organisation, 'HUB_ORGANISATION', '--organisation BODY');
  const email = said(flags.email, 'HUB_EMAIL', '--email ADDRESS');
  const file = said(flags.passwordFile, 'HUB_PASSWORD_FILE', '--password-file FILE');
  const password = (await bytesOf(file)).toString('utf8').replace(/\r?\n$/, '');
  const { code } = flags;
  await asPerson(
    { api: apiFrom(api, environment), ...(timeout === undefined ? {} : { timeoutMs: timeout * 1_000 }) },
    { organisation, email, password, ...(code === undefined ? {} : { code }) },
    (hub) => work({ hub, output }),
  );
}

/** What was given at the command or at its group; the one nearest to the command holds. */
function personFlagsOf(command: Command): PersonFlags {
  return { ...(command.parent ? personFlagsOf(command.parent) : {}), ...command.opts<PersonFlags>() };
}

function codeOf(text: string): string {
  if (!/^[0-9A-Za-z -]{6,24}$/.test(text)) throw new InvalidArgumentError('Six digits, or a recovery code.');
  return text;
}
