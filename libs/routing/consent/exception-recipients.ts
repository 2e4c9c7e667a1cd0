import type { Uuid } from '#kernel';
import type { FieldGroup } from '#directory';
import type { Transaction } from '#platform/database';
import type { RiskToLifeException, RoutingInput } from '../domain/routing-input';
import type { RoutingResult } from '../domain/routing-result';

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
