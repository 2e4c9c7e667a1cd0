import { Command, InvalidArgumentError, Option } from 'commander';
import type { OutputFormat } from '../output/show';

/** How a command reaches the hub and tells the result. What is left out comes from the environment. */
export interface ConnectionFlags {
  readonly api?: string;
  readonly key?: string;
  readonly keyFile?: string;
  readonly as?: string;
  readonly credentials?: string;
  readonly output?: OutputFormat;
  /** Seconds. */
  readonly timeout?: number;
}

const NAMES: readonly string[] = [
  'api',
  'key',
  'keyFile',
  'as',
  'credentials',
  'output',
  'timeout',
] satisfies (keyof ConnectionFlags)[];

/** The options stand before the group, before the command, or after it. */
export function addConnectionOptions(command: Command): Command {
  return addAnswerOptions(command)
    .option('--key <key>', 'your API key; other users of this computer can see it: prefer --key-file')
    .option('--key-file <file>', 'a file that holds your API key (HUB_API_KEY_FILE, or HUB_API_KEY)')
    .option('--as <body>', 'as this body, with a key from the demo credentials')
    .option('--credentials <file>', 'the demo-credentials.json for --as');
}

/** Where the hub is and how its answer is told, whoever asks. */
export function addAnswerOptions(command: Command): Command {
  return command
    .option('--api <url>', 'where the hub answers (HUB_API)', apiOf)
    .addOption(new Option('--output <format>', 'how the result is told (default: table)').choices(['table', 'json']))
    .option('--timeout <seconds>', 'waits so long for an answer (default: 10)', timeoutOf);
}

/** A group of commands that talk to the hub, for example `inbox`. */
export function hubGroup(
  program: Command,
  name: string,
  description: string,
  addOptions: (group: Command) => Command = addConnectionOptions,
): Command {
  const group = program.command(name).description(description).enablePositionalOptions(false);
  addOptions(group).configureHelp({ showGlobalOptions: true, visibleGlobalOptions: groupOptions });
  return group;
}

/** The options of the group. The program has the same ones: told once is enough. */
function groupOptions(command: Command): Option[] {
  return [...(command.parent?.options ?? [])];
}

/** What was given at any of the places; the one nearest to the command holds. */
export function connectionFlagsOf(command: Command): ConnectionFlags {
  const own = (at: Command): object =>
    Object.fromEntries(Object.entries(at.opts()).filter(([name]) => NAMES.includes(name)));
  return { ...(command.parent ? connectionFlagsOf(command.parent) : {}), ...own(command) };
}

/** Commands that do not talk to a hub with a key would ignore these options without a word: they are refused. */
export function refuseUnusedConnection(program: Command, command: Command): void {
  const talksToHub = [command, command.parent].some(
    (one) => one !== program && one?.options.some(({ long }) => long === '--key-file') === true,
  );
  if (talksToHub) return;
  const given = Object.keys(program.opts()).filter((name) => NAMES.includes(name));
  if (given.length > 0)
    command.error(`error: this command does not take what stands before "${command.name()}"; put its options after it`);
}

function apiOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('An address of a hub, for example https://hub.example.org.');
  return text;
}

function timeoutOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 3_600)
    throw new InvalidArgumentError('A number of seconds, up to an hour.');
  return seconds;
}
