import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { uuidv7, isUuid, type Uuid } from '#kernel';
import { connect, type Connection } from './connect';
import { connectionFlagsOf } from './connection-options';

/** What the commands get from outside. */
export interface HubSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the demo's keys are looked for by default. */
  readonly credentials: string;
}

/** Runs a command's work with the hub that its options name. */
export function withHub(
  command: Command,
  surroundings: HubSurroundings,
  work: (connection: Connection) => Promise<void>,
): Promise<void> {
  return connect(connectionFlagsOf(command), surroundings).then(work);
}

/** The id of a record, as lists show it. */
export function idArgument(what: string): Argument {
  return new Argument('<id>', `id of the ${what}`).argParser(idOf);
}

/** A repeat under the same key has no second effect. */
export function idempotencyOption(command: Command, byDefault = 'a new one'): Command {
  return command.addOption(
    new Option(
      '--idempotency-key <key>',
      `a repeat under the same key has no second effect (default: ${byDefault})`,
    ).argParser(idempotencyKeyOf),
  );
}

export interface IdempotencyFlags {
  readonly idempotencyKey?: string;
}

export function keyFrom({ idempotencyKey }: IdempotencyFlags): string {
  return idempotencyKey ?? uuidv7();
}

/** Gathers an option that may be given several times, or with commas. */
export function gathered(text: string, before: readonly string[] | undefined): readonly string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return [...new Set([...(before ?? []), ...parts])];
}

/** Gathers codes of a list, and names the list when one is wrong. */
export function codesFrom(
  codes: readonly string[],
): (text: string, before: readonly string[] | undefined) => readonly string[] {
  return (text, before) => {
    const all = gathered(text, before);
    if (all.some((code) => !codes.includes(code))) throw new InvalidArgumentError(`Codes are: ${codes.join(', ')}.`);
    return all;
  };
}

/** A whole number in a range. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d{1,15}$/.test(text) || number < least || number > most)
      throw new InvalidArgumentError(`A whole number from ${least} to ${most}.`);
    return number;
  };
}

export function idOf(text: string): Uuid {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new InvalidArgumentError('An id has the form 01980000-0000-7000-8000-000000000001.');
  return id;
}

function idempotencyKeyOf(text: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(text))
    throw new InvalidArgumentError('1 to 255 visible ASCII characters, for example a UUID.');
  return text;
}
