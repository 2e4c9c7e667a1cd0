import type { HubClient, InboxItem } from '#hub-client';

const PAGE = 100;

/**
 * What the inbox holds and nobody has taken up: routed while the partner was away, or left in hand by a crash. The
 * recommended practice at every start, since a webhook that was answered is not sent again.
 */
export async function sweepInbox(
  client: HubClient,
  persist: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<InboxItem[]> {
  const open: InboxItem[] = [];
  let after: string | undefined;
  for (;;) {
    const query = { limit: PAGE, ...(after === undefined ? {} : { after }) };
    const { data, next } = await persist(() => client.inbox(query));
    open.push(...data.filter(isOpen));
    // A cursor to poll from later may follow the last page: an empty page ends the sweep as well.
    if (next === null || next === after || data.length === 0) return open;
    after = next;
  }
}

function isOpen({ state, capacity }: InboxItem): boolean {
  return state === 'pending' || (state === 'acknowledged' && capacity !== 'information');
}
