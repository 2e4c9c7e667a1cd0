import type { Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import type { Transaction } from '#platform/database';
import type { ConsentFacts } from '../domain/routing-input';
import { factsOfRecord } from './consent-facts';
import type { ConsentRow } from './consent.store';

interface GroundsThere {
  readonly consent: boolean;
  readonly exception: boolean;
  readonly origin: boolean;
  readonly thread: boolean;
}

/** Which grounds some of the messages have: most have one at most, and need not wait for the other questions. */
export async function groundsThere(tx: Transaction, messageIds: readonly Uuid[]): Promise<GroundsThere> {
  const there = await tx.row<GroundsThere>(
    // In a subselect the number of ids tells the planner nothing, so that it does not plan anew for each.
    `WITH asked AS (SELECT $1::uuid[] AS ids)
     SELECT coalesce(bool_or(consent_id IS NOT NULL OR state <> 'draft'), false) AS consent,
            coalesce(bool_or(onward_of IS NOT NULL), false) AS origin,
            coalesce(bool_or(onward_of IS NOT NULL OR in_reply_to IS NOT NULL), false) AS thread,
            EXISTS (SELECT FROM release_exceptions e
                    WHERE e.message_id = ANY ((SELECT ids FROM asked)::uuid[]) AND e.state = 'approved') AS exception
     FROM messages WHERE id = ANY ((SELECT ids FROM asked)::uuid[])`,
    [messageIds],
    'grounds-there',
  );
  if (!there) throw new Error('a question without groups always has an answer');
  return there;
}

interface ApprovedException {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly organisationId: Uuid;
  readonly groups: FieldGroup[];
  readonly expiresAt: Date;
}

export async function approvedExceptions(tx: Transaction, messageIds: readonly Uuid[]): Promise<ApprovedException[]> {
  return tx.rows<ApprovedException>(
    `SELECT id, message_id AS "messageId", organisation_id AS "organisationId", groups, expires_at AS "expiresAt"
     FROM release_exceptions WHERE message_id = ANY ($1) AND state = 'approved' ORDER BY id`,
    [messageIds],
    'approved-exceptions',
  );
}

/** The consents behind cases that were referred onward, by message; of other messages nothing. */
export async function originsOf(tx: Transaction, messageIds: readonly Uuid[]): Promise<Map<Uuid, ConsentFacts[]>> {
  const rows = await tx.rows<
    { readonly messageId: Uuid } & Pick<ConsentRow, 'state' | 'given' | 'date' | 'expires' | 'grants'>
  >(
    `SELECT message_id AS "messageId", state, given, given_on AS date, expires_on AS expires, grants
     FROM onward_consents($1)`,
    [messageIds],
    'onward-consents',
  );
  const origins = new Map<Uuid, ConsentFacts[]>();
  for (const { messageId, ...record } of rows)
    origins.set(messageId, [...(origins.get(messageId) ?? []), factsOfRecord(record)]);
  return origins;
}
