import { readFile } from 'node:fs/promises';
import { HubClient, errorCodeOf, keyOf, readCredentials } from '#hub-client';
import { CommandLineError } from '../output/command-line-error';
import type { OutputFormat } from '../output/show';
import type { ConnectionFlags } from './connection-options';

type Environment = Readonly<Record<string, string | undefined>>;

/** A hub to talk to, for one body. */
export interface Connection {
  readonly hub: HubClient;
  readonly apiKey: string;
  readonly output: OutputFormat;
}

/** What the connection is made of, before any file is read. */
export type KeySource =
  | { readonly from: 'text'; readonly key: string }
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'credentials'; readonly body: string };

/**
 * Where the key is. Flags before the environment, and only one of them.
 *
 * @throws CommandLineError when there is none, or more than one
 */
export function keySourceOf(flags: ConnectionFlags, environment: Environment): KeySource {
  const given: KeySource[] = [
    ...(flags.key === undefined ? [] : [{ from: 'text' as const, key: flags.key }]),
    ...(flags.keyFile === undefined ? [] : [{ from: 'file' as const, file: flags.keyFile }]),
    ...(flags.as === undefined ? [] : [{ from: 'credentials' as const, body: flags.as }]),
  ];
  if (given.length > 1)
    throw new CommandLineError(
      'wrongArguments',
      'Give one of --key, --key-file and --as: each of them says who you are.',
    );
  const [chosen] = given;
  if (chosen) return chosen;
  const file = environment['HUB_API_KEY_FILE'];
  if (file) return { from: 'file', file };
  const key = environment['HUB_API_KEY'];
  if (key) return { from: 'text', key };
  throw new CommandLineError(
    'wrongArguments',
    'Which body are you? Name a file with its API key (--key-file or HUB_API_KEY_FILE), or set HUB_API_KEY; with a hub ' +
      'that you started yourself, --as BODY.',
  );
}

/** @param credentials where the demo's keys are looked for by default */
export async function connect(
  flags: ConnectionFlags,
  { environment, credentials }: { readonly environment: Environment; readonly credentials: string },
): Promise<Connection> {
  const source = keySourceOf(flags, environment);
  const known = source.from === 'credentials' ? await bodyOf(flags.credentials ?? credentials, source.body) : undefined;
  const api = apiFrom(flags.api, environment, known?.api);
  const apiKey = known?.key ?? tidy(source.from === 'file' ? await keyIn(source.file) : textOf(source));
  return {
    hub: new HubClient({ api, apiKey, ...(flags.timeout === undefined ? {} : { timeoutMs: flags.timeout * 1_000 }) }),
    apiKey,
    output: flags.output ?? 'table',
  };
}

/** Where the hub answers: as a flag says, or the environment, or whoever keeps the key. @throws CommandLineError */
export function apiFrom(flag: string | undefined, environment: Environment, known?: string): string {
  const api = flag ?? nonEmpty(environment['HUB_API']) ?? known;
  if (api !== undefined) return api;
  throw new CommandLineError('wrongArguments', 'Where is the hub? Give --api URL, or set HUB_API.');
}

/** A variable that is set to nothing counts as not set. */
function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

async function bodyOf(file: string, body: string): Promise<{ api: string; key: string }> {
  try {
    const credentials = await readCredentials(file);
    return { api: credentials.api, key: keyOf(credentials, body) };
  } catch (error) {
    throw new CommandLineError('wrongArguments', error instanceof Error ? error.message : String(error));
  }
}

async function keyIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandLineError('wrongArguments', `The key file ${file} cannot be read (${errorCodeOf(error)}).`);
  }
}

function textOf(source: KeySource): string {
  return source.from === 'text' ? source.key : '';
}

/** Without the line feed of a file, and fit for a header. The key itself is never repeated in an error. */
function tidy(text: string): string {
  const key = text.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(key))
    throw new CommandLineError('wrongArguments', 'That is no API key. It is one line that begins with lh_.');
  return key;
}
