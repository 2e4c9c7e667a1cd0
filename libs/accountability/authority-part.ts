import { findOwnRecipient, recipientsOf, type RecipientRow } from '#messages';
import type { ReferralTools } from '#referrals';
import { sideOf } from './known-case';
import type { CaseRow } from './store/case.store';

/** The authority's part in a notice, once it was routed: deadlines, and what was acknowledged. */
export async function authorityPart({ tx, caller }: ReferralTools, found: CaseRow): Promise<RecipientRow | undefined> {
  if (sideOf(found, caller) === 'authority') return findOwnRecipient(tx, found.messageId, caller.organisationId);
  return (await recipientsOf(tx, [found.messageId], caller.organisationId))[0];
}
