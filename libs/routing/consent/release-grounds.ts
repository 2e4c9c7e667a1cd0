import type { Uuid } from '#kernel';
import type { Directory, FieldGroup } from '#directory';
import type { ReferralBody } from '#messages';
import type { Transaction } from '#platform/database';
import type { ConsentFacts, RiskToLifeException, RoutingInput } from '../domain/routing-input';
import { route } from '../domain/route';
import { consentFactsOf, factsOfRecord } from './consent-facts';
import { consentOf } from './consent.store';

/** On what a message may be released. */
export interface ReleaseGrounds {
  readonly consent: ConsentFacts;
  readonly exceptions: readonly RiskToLifeException[];
}

interface GroundsTools {
  readonly tx: Transaction;
  readonly directory: Directory;
}

/**
 * What the record says at this moment: the consent that the message rests on (of a draft without one, what its body
 * says), and the exceptions that are approved. Asked anew before every release, so that what was withdrawn, revoked or
 * has run out meanwhile counts no more.
 */
export async function releaseGrounds(
  { tx, directory }: GroundsTools,
  messageId: Uuid,
  body: ReferralBody,
): Promise<ReleaseGrounds> {
  const record = await consentOf(tx, messageId);
  const approved = await tx.rows<{ id: Uuid; organisationId: Uuid; groups: FieldGroup[]; expiresAt: Date }>(
    `SELECT id, organisation_id AS "organisationId", groups, expires_at AS "expiresAt" FROM release_exceptions
     WHERE message_id = $1 AND state = 'approved' ORDER BY id`,
    [messageId],
    'approved-exceptions',
  );
  return {
    consent: record ? factsOfRecord(record) : consentFactsOf(body),
    exceptions: await Promise.all(
      approved.map(async ({ organisationId, ...exception }) => ({
        ...exception,
        body: await directory.slugOf(organisationId),
      })),
    ),
  };
}

/** The exception behind each recipient that would be none without it, by the body's slug. */
export function recipientsByException(input: RoutingInput): ReadonlyMap<string, RiskToLifeException> {
  const holding = (input.exceptions ?? []).filter(({ expiresAt }) => expiresAt > input.at);
  if (holding.length === 0) return new Map();
  const reached = (one: RoutingInput) =>
    new Set(
      route(one)
        .decisions.filter(({ outcome }) => outcome === 'recipient')
        .map(({ organisation }) => organisation),
    );
  const withThem = reached(input);
  const without = reached({ ...input, exceptions: [] });
  return new Map(
    holding
      .filter(({ body }) => withThem.has(body) && !without.has(body))
      .map((exception) => [exception.body, exception]),
  );
}

/**
 * Notes which recipients have the message by an exception only, so that its end takes it back from them and from nobody
 * else; and until when they may read it.
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
