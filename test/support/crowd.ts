import type { HubDatabase } from './hub-database';
import { writeMessages } from './listed-messages';

/** So many recipients that were routed at a time, and how they stand. */
export interface Crowd {
  readonly operation: string;
  readonly sender: string;
  /** ISO 8601. */
  readonly at: string;
  readonly body: string;
  readonly kind?: string;
  readonly priority?: string;
  readonly state?: 'pending' | 'acknowledged' | 'accepted' | 'completed';
  readonly outcome?: string;
  readonly status?: 'actual' | 'exercise';
  readonly count: number;
}

/** Writes recipients of messages as they would stand, each with a message of its own. */
export async function writeCrowd(hub: HubDatabase, crowd: Crowd): Promise<void> {
  const { operation, sender, at, body, count, kind = 'referral', priority = 'urgent', outcome = null } = crowd;
  const { status = 'actual', state = 'pending' } = crowd;
  const recipients = [{ organisation: body, state, due: -1, decisionDue: null }];
  const message = { sender, operation, kind, state: 'routed', priority, recipients };
  const written = await writeMessages(hub, Array<typeof message>(count).fill(message));
  await hub.superuser(
    `UPDATE recipients SET message_status = $2, routed_at = $3::timestamptz, due_at = $3::timestamptz + interval '72 hours',
       acknowledged_at = CASE WHEN state <> 'pending' THEN $3::timestamptz + interval '5 hours' END,
       receipt_id = CASE WHEN state <> 'pending' THEN id END,
       decided_at = CASE WHEN state IN ('accepted', 'completed') THEN $3::timestamptz + interval '30 hours' END,
       decision = CASE WHEN state IN ('accepted', 'completed') THEN 'accepted' END,
       outcome = $4
     WHERE message_id = ANY ($1)`,
    [written.map(({ id }) => id), status, at, outcome],
  );
}
