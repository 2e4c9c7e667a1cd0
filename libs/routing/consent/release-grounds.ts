import type { Uuid } from '#kernel';
import type { Directory } from '#directory';
import type { Transaction } from '#platform/database';
import type { ConsentFacts, RiskToLifeException } from '../domain/routing-input';
import { factsOfRecord } from './consent-facts';
import { consentsOf, type ConsentRow } from './consent.store';
import { approvedExceptions, groundsThere, originsOf } from './grounds.store';
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
  const there = await groundsThere(tx, messageIds);
  const records = there.consent ? await consentsOf(tx, messageIds) : new Map<Uuid, ConsentRow>();
  const approved = there.exception ? await approvedExceptions(tx, messageIds) : [];
  const origins = there.origin ? await originsOf(tx, messageIds) : new Map<Uuid, ConsentFacts[]>();
  const threads = there.thread ? await threadsOf({ tx, directory }, messageIds) : new Map<Uuid, ThreadGrounds>();
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
