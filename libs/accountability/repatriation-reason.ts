import type { Uuid } from '#kernel';
import type { RecipientRow } from '#messages';
import type { ReferralTools } from '#referrals';
import type { CaseRow } from './store/case.store';

/** Where the reason belongs: bound to its ciphertext. */
export const reasonPlace = (id: Uuid) => ({ table: 'accountability_cases', id, field: 'reason' }) as const;

/** Why repatriation was asked for; null where it was not, or once the content was erased. */
export async function repatriationReason(
  { vault }: ReferralTools,
  { messageId, reasonSealed }: CaseRow,
  recipient: RecipientRow | undefined,
): Promise<string | null> {
  if (!reasonSealed || !recipient?.dataKey) return null;
  return String(vault.openJson(await vault.openDataKey(recipient.dataKey), reasonSealed, reasonPlace(messageId)));
}
