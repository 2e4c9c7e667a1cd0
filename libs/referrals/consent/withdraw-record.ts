import { notFound, type Uuid } from '#kernel';
import { witness } from '#evidence';
import { lockMessage } from '#messages';
import { findConsent, lockConsent, referralsOn, withdrawConsentRecord } from '#routing';
import { recallReferral } from '../lifecycle/end-referral';
import { readReferralSummary, type ReferralSummary } from '../sending/read-referral';
import { readerOf } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { consentView, type ConsentView } from './read-consent';

export interface ConsentWithdrawn {
  readonly consent: ConsentView;
  /** Every referral that was taken back because of it, as it stands now. */
  readonly referrals: readonly ReferralSummary[];
}

/**
 * The person withdrew: nothing is sent on the record any more, and every referral of the caller that rests on it is
 * taken back from all who hold it; each of them is asked to confirm. All of it or nothing. Asked again, it answers with
 * the same referrals.
 *
 * @throws HubError `not_found`, also for another body's record.
 */
export async function withdrawRecord(
  tools: ReferralTools,
  id: Uuid,
  given: { readonly note?: string },
): Promise<ConsentWithdrawn> {
  const { tx, clock, caller } = tools;
  const record = await lockConsent(tx, id);
  if (!record) throw notFound('consent');
  if (record.state === 'active') {
    const at = clock.now();
    await withdrawConsentRecord(tx, id, at);
    const resting = await referralsOn(tx, id, true);
    const affected = resting.filter(({ state }) => state === 'submitted' || state === 'routed');
    for (const referral of affected) {
      const message = await lockMessage(tx, referral.id);
      if (message) await recallReferral(tools, message, given);
    }
    await witness(tx, [
      {
        action: 'consent.withdrawn',
        at,
        actorId: caller.organisationId,
        subjectType: 'consent',
        subjectId: id,
        detail: { ...readerOf(caller), referrals: affected.map((referral) => referral.id) },
      },
    ]);
  }
  const consent = await consentView(tools, (await findConsent(tx, id)) ?? record);
  const withdrawn = consent.referrals.filter(({ state }) => state === 'withdrawn');
  const referrals: ReferralSummary[] = [];
  for (const referral of withdrawn) referrals.push(await readReferralSummary(tools, referral.id, 'message'));
  return { consent, referrals };
}
