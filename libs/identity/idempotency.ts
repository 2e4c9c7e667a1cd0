import { createHash, createHmac } from 'node:crypto';
import { HubError, canonicalJson, type Clock } from '#kernel';
import { RunAgain, outcomeOf, sqlState, type OrAlone, type Transaction } from '#platform/database';
import type { SealedPlace, Vault } from '#vault';
import type { Caller } from './caller';

/** What identifies one request: the caller's Idempotency-Key, and what was asked under it. */
export interface IdempotentRequest {
  readonly key: string | undefined;
  /** Method and path. */
  readonly route: string;
  readonly body: unknown;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** What a request under a key works with: one open transaction under the caller's context. */
export interface IdempotencyTools {
  readonly tx: Transaction;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly caller: Caller;
}

/** Whether a body's Idempotency-Key has an answer already: what such a request brings need not be kept. */
export async function isAnswered(tx: Transaction, caller: Caller, key: string | undefined): Promise<boolean> {
  if (key === undefined) return false;
  const kept = await tx.row(`SELECT FROM idempotency_keys WHERE organisation_id = $1 AND key = $2`, [
    caller.organisationId,
    key,
  ]);
  return kept !== undefined;
}

/**
 * Runs `work` at most once per Idempotency-Key of a body: the answer is kept in the same transaction as the change, so
 * either both stand or neither, and a repeat gets the same answer. Answers are kept sealed.
 *
 * @throws HubError `idempotency_key_reused` when the key came with another route or body.
 */
export async function idempotently<T>(
  tools: IdempotencyTools,
  request: IdempotentRequest,
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  if (request.key === undefined) return work();
  const kept = (await findAnswers(tools, [request.key])).get(request.key);
  if (kept) return repeated(tools, request, kept);
  const outcome = await outcomeOf(work);
  if (outcome.ok) {
    // The same request at the same moment may win: run again from the beginning, and find its answer.
    await keepAnswers(tools, [{ request, answer: outcome.value }], () => new RunAgain());
    return outcome.value;
  }
  // While this one waited for a lock, the same request may have been done, which is why this one cannot be done.
  const meanwhile = outcome.error instanceof HubError ? await findAfterRefusal(tools, request.key) : undefined;
  if (meanwhile) return repeated(tools, request, meanwhile);
  throw outcome.error;
}

/**
 * The same for requests of one caller that share a transaction. `work` gets those to be done and says what becomes of
 * each; only what succeeded is kept. A key that comes twice is 'alone' the second time: its own transaction finds what the
 * first one left.
 *
 * Repeats are rare, so nobody asks for them beforehand. A request that cannot be done may be one: it is answered as
 * before. A key that was used for what can be done again fails all of them together, and each is to be done alone.
 */
export async function idempotentlyTogether<Asked extends { readonly request: IdempotentRequest }, T>(
  tools: IdempotencyTools,
  asked: readonly Asked[],
  work: (first: readonly Asked[]) => Promise<readonly OrAlone<Answer<T>>[]>,
): Promise<OrAlone<Answer<T>>[]> {
  const first = firstOfEachKey(asked);
  const worked = await work(first);
  const outcomes = new Map(first.map((one, index) => [one, worked[index] ?? 'alone']));
  const done = first.flatMap(({ request }, index) => {
    const outcome = worked[index];
    return outcome !== undefined && outcome !== 'alone' && outcome.ok ? [{ request, answer: outcome.value }] : [];
  });

  const refused = first.filter((one) => isRefusal(outcomes.get(one)));
  const kept = await findAnswers(
    tools,
    refused.map(({ request }) => request.key),
  );
  for (const one of refused) {
    const answered = kept.get(one.request.key);
    if (answered) outcomes.set(one, await outcomeOf(() => repeated<T>(tools, one.request, answered)));
  }
  await keepAnswers(tools, done, (error) => new Error('a key of these requests was used before', { cause: error }));
  return asked.map((one) => outcomes.get(one) ?? 'alone');
}

function firstOfEachKey<Asked extends { readonly request: IdempotentRequest }>(asked: readonly Asked[]): Asked[] {
  const seen = new Set<string>();
  return asked.filter(({ request: { key } }) => {
    if (key === undefined) return true;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}

function isRefusal(outcome: OrAlone<unknown> | undefined): boolean {
  return outcome !== undefined && outcome !== 'alone' && !outcome.ok;
}

interface KeptAnswer {
  readonly key: string;
  readonly request_digest: Buffer;
  readonly status: number;
  readonly response_sealed: Buffer;
}

async function findAnswers(
  { tx, caller }: IdempotencyTools,
  asked: readonly (string | undefined)[],
): Promise<ReadonlyMap<string | undefined, KeptAnswer>> {
  const keys = asked.filter((key) => key !== undefined);
  if (keys.length === 0) return new Map();
  const rows = await tx.rows<KeptAnswer>(
    `SELECT key, request_digest, status, response_sealed FROM idempotency_keys
     WHERE organisation_id = $1 AND key = ANY($2)`,
    [caller.organisationId, keys],
    'idempotency-find',
  );
  return new Map(rows.map((row) => [row.key, row]));
}

/** The same, where a statement may have failed: such a transaction finds nothing any more. */
async function findAfterRefusal(tools: IdempotencyTools, key: string): Promise<KeptAnswer | undefined> {
  return findAnswers(tools, [key]).then(
    (kept) => kept.get(key),
    () => undefined,
  );
}

/** The answer that was kept. @throws HubError `idempotency_key_reused` */
async function repeated<T>(tools: IdempotencyTools, request: IdempotentRequest, kept: KeptAnswer): Promise<Answer<T>> {
  const secret = await tools.vault.digestSecret(DIGESTS);
  // Without a key, as versions before this one kept it for three days.
  if (![digestOf(request, secret), digestOf(request)].some((digest) => digest.equals(kept.request_digest)))
    throw new HubError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request. Use a new key for a new request, the same body for a repeat.',
    );
  const body = (await tools.vault.openAlone(kept.response_sealed, placeOf(tools.caller, kept.key))) as T;
  return { status: kept.status, body };
}

/** The statement is not waited for; the transaction fails as `keyTaken` says when a key of them was used meanwhile. */
async function keepAnswers<T>(
  { tx, vault, clock, caller }: IdempotencyTools,
  answers: readonly { readonly request: IdempotentRequest; readonly answer: Answer<T> }[],
  keyTaken: (error: unknown) => Error,
): Promise<void> {
  // Always in the same order: two transactions that keep the same keys wait for one another, and not in a circle.
  const rows = answers
    .flatMap(({ request, answer }) => (request.key === undefined ? [] : [{ key: request.key, request, answer }]))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  if (rows.length === 0) return;
  const secret = await vault.digestSecret(DIGESTS);
  // They are written at one moment, and forgotten at one moment.
  const sealed = await vault.sealForDays(
    clock.now(),
    rows.map(({ key, answer }) => ({ value: answer.body, place: placeOf(caller, key) })),
  );
  tx.later(
    `INSERT INTO idempotency_keys (organisation_id, key, request_digest, status, response_sealed, created_at)
     SELECT $1, kept.*, $6 FROM unnest($2::text[], $3::bytea[], $4::smallint[], $5::bytea[]) AS kept`,
    [
      caller.organisationId,
      rows.map(({ key }) => key),
      rows.map(({ request }) => digestOf(request, secret)),
      rows.map(({ answer }) => answer.status),
      sealed,
      clock.now(),
    ],
    'idempotency-keep',
    (error) => (sqlState(error) === '23505' ? keyTaken(error) : error),
  );
}

const DIGESTS = 'idempotent requests';

/** Keyed, so that nobody can confirm by it what was guessed of a request. */
function digestOf({ route, body }: IdempotentRequest, secret?: string): Buffer {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return hash.update(canonicalJson([route, body ?? null])).digest();
}

function placeOf(caller: Caller, key: string): SealedPlace {
  return { table: 'idempotency_keys', id: `${caller.organisationId}/${key}`, field: 'response' };
}
