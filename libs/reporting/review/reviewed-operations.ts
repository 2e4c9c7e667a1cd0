import { notFound } from '#kernel';
import type { Operation } from '#directory';
import { mayActIn } from '#identity';
import type { ReferralTools } from '#referrals';

export type ReviewTools = Pick<ReferralTools, 'tx' | 'clock' | 'directory' | 'caller'>;

/**
 * The operations that a review is about, each once and in the order of the alphabet: the same set has the same reports.
 *
 * @throws HubError `operation_unknown`; `not_found` where the caller's roles do not reach
 */
export async function reviewedOperations(
  { directory, caller }: ReviewTools,
  ids: readonly string[],
): Promise<Operation[]> {
  const asked = [...new Set(ids)].sort();
  const found = await Promise.all(asked.map(async (id) => (await directory.operation(id)).operation));
  if (!asked.every((id) => mayActIn(caller, id))) throw notFound('operation');
  return found;
}
