import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { DatabaseConfig } from '#config/database.config';
import { ConfigError, loadConfig } from '#config/load-config';
import { issueApiKey, revokeApiKeys, scopes, type Scope } from '#identity';
import { systemClock, type Uuid } from '#kernel';
import { ApiDatabase, createDataSource, type Transaction } from '#platform/database';
import type { Environment, Print } from './migrate.command';

export interface IssueFlags {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expires?: Date;
}

/** Gives a body a key. The key goes to `show` and nowhere else; all other words to `print`. */
export async function issueKey(
  environment: Environment,
  organisation: string,
  flags: IssueFlags,
  { print, show }: { readonly print: Print; readonly show: Print },
): Promise<void> {
  const { text } = await asBody(environment, organisation, (tx, organisationId) =>
    issueApiKey(tx, systemClock, {
      organisationId,
      name: flags.name,
      scopes: flags.scopes,
      ...(flags.expires ? { expiresAt: flags.expires } : {}),
    }),
  );
  const until = flags.expires ? `until ${flags.expires.toISOString()}` : 'until it is revoked';
  print(`Key "${flags.name}" of ${organisation}, for ${flags.scopes.join(', ')}, ${until}. It is shown this once:`);
  show(text);
}

/** Ends every key of that name. @throws Error when there is none. */
export async function revokeKeys(
  environment: Environment,
  organisation: string,
  name: string,
  print: Print,
): Promise<void> {
  const revoked = await asBody(environment, organisation, (tx, organisationId) =>
    revokeApiKeys(tx, systemClock, organisationId, name),
  );
  if (revoked === 0) throw new Error(`${organisation} has no valid key "${name}". See: keys list ${organisation}`);
  print(`${revoked} revoked. The next request with it is refused.`);
}

interface ListedKey {
  readonly name: string;
  readonly prefix: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

/** One line for each key that a body ever had; never the key. */
export async function listKeys(environment: Environment, organisation: string, print: Print): Promise<void> {
  const keys = await asBody(environment, organisation, (tx, organisationId) =>
    tx.rows<ListedKey>(
      `SELECT name, prefix, scopes, created_at AS "createdAt", expires_at AS "expiresAt", revoked_at AS "revokedAt"
       FROM api_keys WHERE organisation_id = $1 ORDER BY created_at, id`,
      [organisationId],
    ),
  );
  for (const key of keys) print(lineOf(key, systemClock.now()));
  if (keys.length === 0) print(`${organisation} has no key. Give it one: keys issue ${organisation}`);
}

function lineOf(key: ListedKey, now: Date): string {
  const state = key.revokedAt
    ? `revoked ${key.revokedAt.toISOString()}`
    : key.expiresAt && key.expiresAt <= now
      ? `expired ${key.expiresAt.toISOString()}`
      : key.expiresAt
        ? `until ${key.expiresAt.toISOString()}`
        : 'no end';
  return [key.name, `lh_${key.prefix}_…`, key.createdAt.toISOString(), state, key.scopes.join(',')].join('  ');
}

/** Scopes from a list with commas. */
export function scopesOf(text: string): Scope[] {
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((part) => !scopes.some((scope) => scope === part));
  if (unknown.length > 0) throw new InvalidArgumentError(`Scopes are: ${scopes.join(', ')}.`);
  return scopes.filter((scope) => wanted.includes(scope));
}

const TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** An end in the future: a date (its first moment, UTC) or a time with its zone. */
export function expiryOf(text: string): Date {
  const at = new Date(TIME.test(text) ? text : Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new InvalidArgumentError('Write a date or a time, for example 2027-01-31 or 2027-01-31T12:00:00Z.');
  if (at <= systemClock.now()) throw new InvalidArgumentError('That is past.');
  return at;
}

/** A name that people tell keys apart by. */
export function keyNameOf(text: string): string {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(text))
    throw new InvalidArgumentError('A name is up to 100 letters, digits, blanks, dots, underscores and hyphens.');
  return text;
}

/** Works as the API does: on the API's login user, in the body's own context. */
async function asBody<T>(
  environment: Environment,
  organisation: string,
  work: (tx: Transaction, organisationId: Uuid) => Promise<T>,
): Promise<T> {
  const config = loadConfig({ database: DatabaseConfig }, environment, (path) => readFileSync(path, 'utf8'));
  const url = config.database.apiUrl;
  if (url === undefined) throw new ConfigError(['DATABASE_URL is missing: the login user of the API']);
  const dataSource = createDataSource({ url, applicationName: 'liaison-hub keys', poolSize: 1 });
  await dataSource.initialize();
  const database = new ApiDatabase(dataSource);
  try {
    const bodies = await database.statement<{ id: Uuid; slug: string }>(
      'SELECT id, slug FROM organisations ORDER BY slug',
    );
    const found = bodies.find(({ slug }) => slug === organisation);
    if (!found)
      throw new Error(
        bodies.length === 0
          ? 'No bodies are on record. Run migrate first.'
          : `There is no body "${organisation}". There are: ${bodies.map(({ slug }) => slug).join(', ')}.`,
      );
    return await database.transaction({ kind: 'body', organisationId: found.id }, (tx) => work(tx, found.id));
  } finally {
    await database.close();
  }
}
