import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { excerptPlace } from '../domain/excerpt-place';

/** What reading receivers' answers needs. */
export interface ExcerptTools {
  readonly tx: Transaction;
  readonly vault: Vault;
}

/** An attempt as the record keeps it. */
export type Sealed<Attempt extends { readonly excerpt: string | null }> = Omit<Attempt, 'excerpt'> & {
  readonly excerpt: Buffer | null;
};

/** The attempt with what the receiver answered; null once that was erased with what the webhook was about. */
export async function withExcerpt<Attempt extends { readonly attempt: number; readonly excerpt: Buffer | null }>(
  vault: Vault,
  deliveryId: Uuid,
  { excerpt, ...attempt }: Attempt,
): Promise<Omit<Attempt, 'excerpt'> & { readonly excerpt: string | null }> {
  const opened = excerpt ? String(await vault.openAlone(excerpt, excerptPlace(deliveryId, attempt.attempt))) : null;
  return { ...attempt, excerpt: opened };
}
