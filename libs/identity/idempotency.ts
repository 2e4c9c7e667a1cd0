import { createHash } from 'node:crypto';
import { HubError, canonicalJson, type Clock } from '#kernel';
import { RunAgain, sqlState, type Transaction } from '#platform/database';
import type { Vault } from '#vault';
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
  tools: { readonly tx: Transaction; readonly vault: Vault; readonly clock: Clock; readonly caller: Caller },
  request: IdempotentRequest,
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const { tx, vault, clock, caller } = tools;
  if (request.key === undefined) return work();
  const digest = createHash('sha256')
    .update(canonicalJson([request.route, request.body ?? null]))
    .digest();
  const place = { table: 'idempotency_keys', id: `${caller.organisationId}/${request.key}`, field: 'response' };

  const kept = await tx.row<{ request_digest: Buffer; status: number; response_sealed: Buffer }>(
    `SELECT request_digest, status, response_sealed FROM idempotency_keys WHERE organisation_id = $1 AND key = $2`,
    [caller.organisationId, request.key],
    'idempotency-find',
  );
  if (kept) {
    if (!kept.request_digest.equals(digest))
      throw new HubError(
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request. Use a new key for a new request, the same body for a repeat.',
      );
    return { status: kept.status, body: (await vault.openAlone(kept.response_sealed, place)) as T };
  }

  const answer = await work();
  try {
    await tx.execute(
      `INSERT INTO idempotency_keys (organisation_id, key, request_digest, status, response_sealed, created_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        caller.organisationId,
        request.key,
        digest,
        answer.status,
        await vault.sealAlone(answer.body, place),
        clock.now(),
      ],
      'idempotency-keep',
    );
  } catch (error) {
    // The same request at the same moment won: run again from the beginning, and find its answer.
    if (sqlState(error) === '23505') throw new RunAgain();
    throw error;
  }
  return answer;
}
