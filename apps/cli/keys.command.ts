import { InvalidArgumentError } from 'commander';
import {
  LONGEST_OVERLAP,
  MOST_NETWORKS,
  isValid,
  issueApiKey,
  listApiKeys,
  networkOf,
  replaceKey,
  revokeApiKeys,
  scopes,
  type ApiKeyView,
  type Scope,
} from '#identity';
import { systemClock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { asBody } from './as-body';
import type { Environment, Print } from './migrate.command';

export interface IssueFlags {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly operations?: readonly string[];
  readonly addresses?: readonly string[];
  readonly expires?: Date;
}

interface Outlets {
  readonly print: Print;
  /** Where a key goes, and nothing else. */
  readonly show: Print;
}

/** Gives a body a key. The key goes to `show` and nowhere else; all other words to `print`. */
export async function issueKey(
  environment: Environment,
  organisation: string,
  flags: IssueFlags,
  { print, show }: Outlets,
): Promise<void> {
  const { text } = await asBody(environment, organisation, (tx, organisationId) =>
    issueApiKey(tx, systemClock, {
      organisationId,
      name: flags.name,
      scopes: flags.scopes,
      ...(flags.operations ? { operations: flags.operations } : {}),
      ...(flags.addresses ? { allowedAddresses: flags.addresses } : {}),
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

export interface RotateFlags {
  readonly name: string;
  readonly overlap: number;
}

/**
 * Makes a key in the place of the one by that name. The key goes to `show` and nowhere else.
 *
 * @throws Error when there is none, or more than one that could be meant
 */
export async function rotateKey(
  environment: Environment,
  organisation: string,
  { name, overlap }: RotateFlags,
  { print, show }: Outlets,
): Promise<void> {
  const rotated = await asBody(environment, organisation, async (tx, organisationId) => {
    const valid = (await allKeys(tx, organisationId)).filter(
      (key) => key.name === name && key.replacedBy === null && isValid(key, systemClock.now()),
    );
    const [key, other] = valid;
    if (!key) throw new Error(`${organisation} has no valid key "${name}". See: keys list ${organisation}`);
    if (other)
      throw new Error(
        `${organisation} has ${valid.length} valid keys "${name}". Issue another name, then revoke these.`,
      );
    return replaceKey(tx, systemClock, organisationId, key, overlap, undefined);
  });
  print(
    `The key "${name}" of ${organisation} before it ends ${rotated.previousExpiresAt.toISOString()}. The new one is shown this once:`,
  );
  show(rotated.text);
}

/** One line for each key that a body ever had; never the key. */
export async function listKeys(environment: Environment, organisation: string, print: Print): Promise<void> {
  const keys = await asBody(environment, organisation, allKeys);
  for (const key of keys) print(lineOf(key, systemClock.now()));
  if (keys.length === 0) print(`${organisation} has no key. Give it one: keys issue ${organisation}`);
}

/** Oldest first. */
async function allKeys(tx: Transaction, organisationId: Uuid): Promise<ApiKeyView[]> {
  const limit = 200;
  const keys: ApiKeyView[] = [];
  for (;;) {
    const before = keys.at(-1)?.id;
    const page = await listApiKeys(tx, organisationId, { limit, ...(before === undefined ? {} : { before }) });
    keys.push(...page);
    if (page.length < limit) return keys.reverse();
  }
}

function lineOf(key: ApiKeyView, now: Date): string {
  return [
    key.name,
    `${key.prefix}_…`,
    key.createdAt.toISOString(),
    stateOf(key, now),
    `used ${key.lastUsedAt?.toISOString() ?? 'never'}`,
    key.scopes.join(','),
    ...(key.operations ? [`in ${key.operations.join(',')}`] : []),
    ...(key.allowedAddresses ? [`from ${key.allowedAddresses.join(',')}`] : []),
  ].join('  ');
}

function stateOf({ revokedAt, expiresAt, replacedBy }: ApiKeyView, now: Date): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  const rotated = replacedBy === null ? '' : 'rotated, ';
  if (!expiresAt) return 'no end';
  return `${rotated}${expiresAt <= now ? 'expired' : 'until'} ${expiresAt.toISOString()}`;
}

/** Scopes from a list with commas. */
export function scopesOf(text: string): Scope[] {
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((part) => !scopes.some((scope) => scope === part));
  if (unknown.length > 0) throw new InvalidArgumentError(`Scopes are: ${scopes.join(', ')}.`);
  return scopes.filter((scope) => wanted.includes(scope));
}

/** Networks from a list with commas. */
export function networksOf(text: string): string[] {
  const networks = text.split(',').map((part) => networkOf(part.trim()));
  const known = networks.filter((network) => network !== undefined);
  if (known.length < networks.length || known.length > MOST_NETWORKS)
    throw new InvalidArgumentError(
      `Write up to ${MOST_NETWORKS} addresses or networks with commas: 203.0.113.7,2001:db8::/48`,
    );
  return known;
}

/** Ids of operations from a list with commas. */
export function operationsOf(text: string): string[] {
  const operations = text.split(',').map((part) => part.trim());
  if (!operations.every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(part)))
    throw new InvalidArgumentError('Write ids of operations with commas: afghanistan,kosovo');
  return operations;
}

/** Hours for which two keys are good. */
export function overlapOf(text: string): number {
  const hours = Number(text);
  if (!/^\d{1,3}$/.test(text) || hours > LONGEST_OVERLAP)
    throw new InvalidArgumentError(`Write whole hours, ${LONGEST_OVERLAP} at most.`);
  return hours;
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
