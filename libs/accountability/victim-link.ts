import { dateIn } from '#directory';
import type { ReferralTools } from '#referrals';
import { namesForPurpose } from '#routing';
import { victimOf, type CaseRow } from './store/case.store';

/**
 * The reference of the victim's referral, for as long as the consent that it rests on names the authority for an investigation:
 * withdrawn or run out since, the link is gone.
 */
export async function victimLink(
  { tx, directory, clock }: ReferralTools,
  { messageId, operationId, organisationId, victimId }: CaseRow,
): Promise<string | null> {
  if (victimId === null || organisationId === null) return null;
  const victim = await victimOf(tx, messageId);
  if (!victim) return null;
  const { operation } = await directory.operation(operationId);
  const today = dateIn(operation.timeZone, clock.now());
  const body = await directory.slugOf(organisationId);
  return namesForPurpose(victim, { body, purpose: 'investigation', today }) ? victim.reference : null;
}
