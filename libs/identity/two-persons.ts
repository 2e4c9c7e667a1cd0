import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** So many keys may have been made one by the other before the search is given up. */
const LONGEST_CHAIN = 100;

/**
 * Whether two who act for a body are two persons. Behind a key stands who made it, or rotated it, or registered the client; a
 * key that the hub's operator made stands for itself. Where one person made both, they are one.
 *
 * @param tx one that sees the keys of the body
 * @param first,second as `actorOf` names them: a person, or a key
 */
export async function areTwoPersons(tx: Transaction, first: Uuid, second: Uuid): Promise<boolean> {
  if (first === second) return false;
  const [one, other] = [await personBehind(tx, first), await personBehind(tx, second)];
  return one !== other;
}

async function personBehind(tx: Transaction, actor: Uuid): Promise<Uuid> {
  const row = await tx.row<{ id: Uuid }>(
    `WITH RECURSIVE
       made AS (SELECT id, made_by FROM api_keys UNION ALL SELECT id, made_by FROM oauth_clients),
       behind AS (
         SELECT $1::uuid AS id, 0 AS depth
         UNION ALL
         SELECT made.made_by, depth + 1 FROM behind JOIN made USING (id) WHERE made.made_by IS NOT NULL AND depth < $2)
     SELECT id FROM behind ORDER BY depth DESC LIMIT 1`,
    [actor, LONGEST_CHAIN],
  );
  return row?.id ?? actor;
}
