import type { Uuid } from '#kernel';
import type { Directory, FieldGroup } from '#directory';
import type { Transaction } from '#platform/database';
import type { ConsentFacts, RiskToLifeException, RoutingInput } from '../domain/routing-input';
import type { RoutingResult } from '../domain/routing-result';
import { factsOfRecord } from './consent-facts';
import { consentsOf, type ConsentRow } from './consent.store';
import { threadsOf, type ThreadGrounds } from './thread-grounds';

/** On what a message may be released. */
export interface ReleaseGrounds {
  /** Absent: the message rests on no record, and what its body says counts. */
  readonly consent?: ConsentFacts;
  readonly exceptions: readonly RiskToLifeException[];
  /** Of a case that was referred onward: the consents on which it came to its sender. */
  readonly origins?: readonly ConsentFacts[];
  /** Of what goes on with a case in its thread: what holds of the message that it goes on from. */
  readonly thread?: ThreadGrounds;
}

interface GroundsTools {
  readonly tx: Transaction;
  readonly directory: Directory;
}

/**
 * What the record says at this moment: the consent that a message rests on, if it rests on one, and the exceptions that
 * are approved. Asked anew before every release, so that what was withdrawn, revoked or has run out meanwhile counts no
 * more.
 */
export async function releaseGrounds(tools: GroundsTools, messageId: Uuid): Promise<ReleaseGrounds> {
  return (await groundsOf(tools, [messageId])).get(messageId) ?? { exceptions: [] };
}

/** The same of several messages, by message. */
export async function groundsOf(
  { tx, directory }: GroundsTools,
  messageIds: readonly Uuid[],
): Promise<Map<Uuid, ReleaseGrounds>> {
  if (messageIds.length === 0) return new Map();
  const records = await consentsOf(tx, messageIds);
  const approved = await tx.rows<{
    id: Uuid;
    messageId: Uuid;
    organisationId: Uuid;
    groups: FieldGroup[];
    expiresAt: Date;
  }>(
    `SELECT id, message_id AS "messageId", organisation_id AS "organisationId", groups, expires_at AS "expiresAt"
     FROM release_exceptions WHERE message_id = ANY ($1) AND state = 'approved' ORDER BY id`,
    [messageIds],
    'approved-exceptions',
  );
  const origins = await originsOf(tx, messageIds);
  const threads = await threadsOf({ tx, directory }, messageIds);
  const exceptions = await Promise.all(
    approved.map(async ({ messageId, organisationId, ...exception }) => ({
      messageId,
      exception: { ...exception, body: await directory.slugOf(organisationId) },
    })),
  );
  return new Map(
    messageIds.map((id) => {
      const record = records.get(id);
      const own = exceptions.filter(({ messageId }) => messageId === id).map(({ exception }) => exception);
      const came = origins.get(id);
      const thread = threads.get(id);
      return [
        id,
        {
          ...(record ? { consent: factsOfRecord(record) } : {}),
          exceptions: own,
          ...(came ? { origins: came } : {}),
          ...(thread ? { thread } : {}),
        },
      ];
    }),
  );
}

/** The consents behind cases that were referred onward, by message; of other messages nothing. */
async function originsOf(tx: Transaction, messageIds: readonly Uuid[]): Promise<Map<Uuid, ConsentFacts[]>> {
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

/**
 * The exception behind each recipient that would not have the message without it, or less of it, by the body's slug.
 * What was released is one piece: when an exception ends that widened it, the whole is taken back.
 *
 * @param decide what would be decided with these exceptions, by all that binds the message
 */
export function recipientsByException(
  { exceptions = [], at }: Pick<RoutingInput, 'exceptions' | 'at'>,
  decide: (exceptions: readonly RiskToLifeException[]) => RoutingResult,
): ReadonlyMap<string, RiskToLifeException> {
  const holding = exceptions.filter(({ expiresAt }) => expiresAt > at);
  if (holding.length === 0) return new Map();
  const withThem = groupsByRecipient(decide(holding));
  const without = groupsByRecipient(decide([]));
  return new Map(
    holding
      .filter(({ body }) => withThem.get(body)?.some((group) => without.get(body)?.includes(group) !== true) === true)
      .map((exception) => [exception.body, exception]),
  );
}

function groupsByRecipient({ decisions }: RoutingResult): ReadonlyMap<string, readonly FieldGroup[]> {
  return new Map(
    decisions.flatMap(({ organisation, outcome, groups }) =>
      outcome === 'recipient' ? [[organisation, groups] as const] : [],
    ),
  );
}

/**
 * Notes which recipients have the message, or more of it, by an exception only, so that its end takes it back from them
 * and from nobody else; and until when they may read it.
 */
export async function noteExceptions(
  tx: Transaction,
  made: readonly { readonly recipientId: Uuid; readonly exception: RiskToLifeException }[],
): Promise<void> {
  for (const { recipientId, exception } of made) {
    await tx.execute(`UPDATE release_exceptions SET recipient_id = $2 WHERE id = $1`, [exception.id, recipientId]);
    await tx.execute(`UPDATE recipients SET readable_until = $2 WHERE id = $1`, [recipientId, exception.expiresAt]);
  }
}
