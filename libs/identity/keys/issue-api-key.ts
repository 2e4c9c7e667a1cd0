import { witness } from '#evidence';
import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { newApiKey } from '../api-key';
import type { Scope } from '../domain/permissions';

/** What a key may do, from where, and until when. */
export interface KeyTerms {
  readonly organisationId: Uuid;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The operations that it is held to; all of the body's when absent. */
  readonly operations?: readonly string[];
  /** Networks in CIDR form that it works from; everywhere when absent. */
  readonly allowedAddresses?: readonly string[];
  readonly expiresAt?: Date;
}

/** The person or key that changes a key, as the evidence names it; absent when the hub's operator does. */
export type KeyActor = Uuid | undefined;

export interface IssuedKey {
  readonly id: Uuid;
  readonly text: string;
}

/** Gives a body a new key. The text is returned once and kept nowhere. */
export async function issueApiKey(tx: Transaction, clock: Clock, terms: KeyTerms, by?: KeyActor): Promise<IssuedKey> {
  const issued = await insertKey(tx, clock, terms, by);
  await witnessKey(tx, clock, { action: 'key.issued', id: issued.id, by, ...detailOf(terms) }, terms.organisationId);
  return issued;
}

/** The row of a new key, without evidence of its own. */
export async function insertKey(tx: Transaction, clock: Clock, terms: KeyTerms, by: KeyActor): Promise<IssuedKey> {
  const { text, prefix, hash } = newApiKey();
  const id = uuidv7();
  await tx.execute(
    `INSERT INTO api_keys (id, organisation_id, name, prefix, hash, scopes, operations, allowed_addresses, created_at, expires_at,
       made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[]::cidr[], $9, $10, $11)`,
    [
      id,
      terms.organisationId,
      terms.name,
      prefix,
      hash,
      [...terms.scopes],
      terms.operations ? [...terms.operations] : null,
      terms.allowedAddresses ? [...terms.allowedAddresses] : null,
      clock.now(),
      terms.expiresAt ?? null,
      by ?? null,
    ],
  );
  return { id, text };
}

/** What the evidence tells of a key's terms. Where its body calls from is its own business: only how many networks. */
export function detailOf({ scopes, operations, allowedAddresses, expiresAt }: KeyTerms): Record<string, unknown> {
  return {
    scopes: [...scopes],
    operations: operations ? [...operations] : null,
    networks: allowedAddresses?.length ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

interface KeyChange extends Readonly<Record<string, unknown>> {
  readonly action: 'key.issued' | 'key.rotated' | 'key.revoked';
  readonly id: Uuid;
  readonly by: KeyActor;
}

export async function witnessKey(
  tx: Transaction,
  clock: Clock,
  { action, id, by, ...detail }: KeyChange,
  organisationId: Uuid,
): Promise<void> {
  await witness(tx, [
    {
      action,
      at: clock.now(),
      actorId: organisationId,
      organisationId,
      subjectType: 'api_key',
      subjectId: id,
      detail: { by: by ?? 'operator', ...detail },
    },
  ]);
}
