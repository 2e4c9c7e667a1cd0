import type { Uuid } from '#kernel';
import type { RecipientRow } from '#messages';
import type { ReferralTools } from '#referrals';
import type { CaseRow } from './store/case.store';

/** Who reported an allegation. */
export interface Reporter {
  readonly name: string;
  readonly contact?: string;
  readonly position?: string;
}

/** Where it belongs: bound to its ciphertext. */
export const reporterPlace = (id: Uuid) => ({ table: 'accountability_cases', id, field: 'reporter' }) as const;

/** Who reported it, as it was released to the authority; null before, and once the content was erased. */
export async function releasedReporter(
  { vault }: ReferralTools,
  { messageId, reporterSealed }: CaseRow,
  recipient: RecipientRow | undefined,
): Promise<Reporter | null> {
  if (!reporterSealed || !recipient?.dataKey) return null;
  const dataKey = await vault.openDataKey(recipient.dataKey);
  return vault.openJson(dataKey, reporterSealed, reporterPlace(messageId)) as Reporter;
}
