import { setTimeout as delay } from 'node:timers/promises';
import { withClient } from '#test/hub-database';
import { only, type Ledger } from './ledger';

const LOOK_EVERY_MS = 250;

/**
 * Waits until every accepted message is acknowledged by every body that it was sent to, as the ledger has it, and the
 * hub has nothing more to do. False when that does not come in time: the judge then says what is missing.
 */
export async function settle(ledger: Ledger, superuserUrl: string, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (missing(ledger) === 0 && (await waitingInTheHub(superuserUrl)) === 0) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

/** Acknowledgements that the ledger still lacks. */
function missing({ entries }: Ledger): number {
  const accepted = new Map(only(entries, 'accepted').map(({ key, messageId }) => [key, messageId]));
  const acknowledged = new Set(only(entries, 'acknowledged').map(({ body, messageId }) => `${messageId} ${body}`));
  return only(entries, 'asked')
    .filter(({ key }) => accepted.has(key))
    .flatMap(({ key, to }) => to.map((body) => `${accepted.get(key) ?? ''} ${body}`))
    .filter((expected) => !acknowledged.has(expected)).length;
}

/** Events that nobody dealt with yet, and webhooks that are not sent. The only look into the hub's tables. */
export async function waitingInTheHub(superuserUrl: string): Promise<number> {
  const text = `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM waiting_deliveries WHERE NOT held)::int AS count`;
  const { rows } = await withClient(superuserUrl, (client) => client.query<{ count: number }>(text));
  return rows[0]?.count ?? 0;
}
