import { uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { NoticeContent } from './lay-out-notice';

/** A mail to a body with units that are to acknowledge provisions of an operation. */
export interface NewProvisionMail {
  /** The body that is written to. */
  readonly organisationId: Uuid;
  readonly operation: string;
  /** One mail per body, operation and key, however often it is left. */
  readonly dedupe: string;
  /** As it is when it is left: whoever sends it later sends the same. */
  readonly content: NoticeContent;
}

/** Leaves mails about provisions in the caller's transaction; the delivery worker sends them. @returns how many are new */
export async function leaveProvisionMails(
  tx: Transaction,
  mails: readonly NewProvisionMail[],
  at: Date,
): Promise<number> {
  if (mails.length === 0) return 0;
  return tx.execute(
    `INSERT INTO mails (id, organisation_id, operation_id, kind, dedupe, to_back_up, content, state, attempts, next_attempt_at,
       created_at)
     SELECT m.id, m."organisationId", m.operation, 'provisions', m.dedupe, false, m.content, 'pending', 0, now(), $2
     FROM jsonb_to_recordset($1::jsonb) AS m (id uuid, "organisationId" uuid, operation text, dedupe text, content jsonb)
     ON CONFLICT (organisation_id, operation_id, dedupe) WHERE kind = 'provisions' DO NOTHING`,
    [JSON.stringify(mails.map((mail) => ({ ...mail, id: uuidv7() }))), at],
    'leave-provision-mails',
  );
}
