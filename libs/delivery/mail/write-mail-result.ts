import type { Clock } from '#kernel';
import { witness } from '#evidence';
import type { WorkerDatabase } from '#platform/database';
import { nextWait } from '../domain/retry-schedule';
import { isEndpointMail, isMeetingMail, isRecipientMail, type ClaimedMail } from './claim-mails';

/** What became of one attempt; `fault` is the transport's code, never its words. */
export type MailOutcome = { readonly sent: true } | { readonly sent: false; readonly fault: string };

/**
 * Writes the result of an attempt, if the mail is still ours: its state, the recipient's delivery, and evidence. False
 * when the claim ran out; whoever has it now sends it again, under the same Message-ID.
 */
export async function writeMailResult(
  { database, clock, scheduleScale }: { database: WorkerDatabase; clock: Clock; scheduleScale: number },
  mail: ClaimedMail,
  outcome: MailOutcome,
): Promise<boolean> {
  const attempts = mail.attempts + 1;
  const wait = outcome.sent ? 0 : nextWait(attempts, Math.random(), scheduleScale);
  const state = outcome.sent ? 'sent' : wait === undefined ? 'exhausted' : 'pending';
  const at = clock.now();
  return database.transaction({ kind: 'worker' }, async (tx) => {
    // What a recall overtook while it was in flight stays superseded when it failed.
    const ours = await tx.execute(
      `UPDATE mails SET state = CASE WHEN state = 'superseded' AND $3 <> 'sent' THEN state ELSE $3 END, attempts = $4,
         next_attempt_at = now() + $5 * interval '1 millisecond', sent_at = CASE WHEN $3 = 'sent' THEN $6::timestamptz END,
         last_fault = $7, claim_token = NULL, claimed_until = NULL
       WHERE id = $1 AND claim_token = $2`,
      [mail.id, mail.claim, state, attempts, wait ?? 0, at, outcome.sent ? null : outcome.fault],
      'write-mail',
    );
    if (ours === 0) return false;
    // What is not written to the recipient is no delivery to it.
    if (isRecipientMail(mail) && mail.organisationId === mail.lateId)
      await tx.execute(
        `UPDATE recipients SET delivery_attempts = delivery_attempts + 1, last_attempt_at = $2,
         delivered_at = CASE WHEN $3 = 'sent' THEN coalesce(delivered_at, $2) ELSE delivered_at END,
         delivered_via = CASE WHEN $3 = 'sent' THEN coalesce(delivered_via, 'mail') ELSE delivered_via END,
         delivery_state = CASE WHEN $3 = 'sent' THEN 'delivered'
           WHEN $3 = 'exhausted' AND delivery_state = 'no_endpoint' THEN 'exhausted' ELSE delivery_state END
       WHERE id = $1`,
        [mail.recipientId, at, state],
        'write-mail-recipient',
      );
    if (outcome.sent)
      await witness(tx, [
        {
          action: 'delivery.completed',
          at,
          ...subjectOf(mail),
          organisationId: mail.organisationId,
          detail: { via: 'mail', mail: mail.id, kind: mail.kind, recipient: mail.recipientId },
        },
      ]);
    return true;
  });
}

function subjectOf(mail: ClaimedMail) {
  if (isMeetingMail(mail)) return { subjectType: 'meeting' as const, subjectId: mail.calendarUid };
  if (mail.kind === 'reading' || mail.kind === 'provisions')
    return { subjectType: 'organisation' as const, subjectId: mail.organisationId };
  return isEndpointMail(mail)
    ? { subjectType: 'endpoint' as const, subjectId: mail.endpointId }
    : { subjectType: 'message' as const, subjectId: mail.messageId };
}
