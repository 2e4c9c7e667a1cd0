import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCodeOf } from './error-code';

/** The keys that a hub on its embedded default leaves in its data directory (mode 0600) for trying it out. */
export interface DemoCredentials {
  /** Where the hub answers. */
  readonly api: string;
  /** Body → API key. */
  readonly keys: ReadonlyMap<string, string>;
}

/** Where a hub of this user, started from this folder, leaves the file, unless told otherwise. */
export function credentialsFile(environment: Readonly<Record<string, string | undefined>>): string {
  const chosen = environment['HUB_DATA_DIR'];
  const dataDir = chosen ? resolve(chosen) : process.getuid?.() === 0 ? '/var/lib/liaison-hub' : resolve('.hub');
  return join(dataDir, 'demo-credentials.json');
}

/** @throws Error that says what is wrong with the file, never what is in it. */
export async function readCredentials(file: string): Promise<DemoCredentials> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Error(
      `The credentials file ${file} cannot be read (${errorCodeOf(error)}). Start the hub (npm start) as this user, or name the ` +
        'file with --credentials.',
      { cause: error },
    );
  }
  const credentials = credentialsOf(text);
  if (!credentials)
    throw new Error(`The credentials file ${file} is not one of a hub. Restart the hub: it writes it anew.`);
  return credentials;
}

/** The key of one body. */
export function keyOf(credentials: DemoCredentials, body: string): string {
  const key = credentials.keys.get(body);
  if (key === undefined) {
    throw new Error(`The credentials have no key of ${body}. They have: ${[...credentials.keys.keys()].join(', ')}.`);
  }
  return key;
}

function credentialsOf(text: string): DemoCredentials | undefined {
  try {
    const content = JSON.parse(text) as Partial<{ api: unknown; bodies: Record<string, { apiKey?: unknown } | null> }>;
    if (typeof content.api !== 'string' || typeof content.bodies !== 'object') return undefined;
    const keys = Object.entries(content.bodies).flatMap(([body, entry]) =>
      typeof entry?.apiKey === 'string' ? [[body, entry.apiKey] as const] : [],
    );
    return { api: content.api, keys: new Map(keys) };
  } catch {
    return undefined;
  }
}
