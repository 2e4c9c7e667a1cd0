import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/**
 * The same endpoints, each in a state that stays until the transaction ends where it is not active. Its body may be
 * making it active at this moment: what is held for it now would be held for good, since who makes it active releases only
 * what is on record by then. Endpoints that are active are left alone: their lanes are busy.
 */
export async function withSettledStates<E extends { readonly endpointId: Uuid; readonly state: string }>(
  tx: Transaction,
  endpoints: readonly E[],
): Promise<E[]> {
  const inactive = endpoints.filter(({ state }) => state !== 'active').map(({ endpointId }) => endpointId);
  if (inactive.length === 0) return [...endpoints];
  const settled = await tx.rows<{ id: Uuid; state: E['state'] }>(
    `SELECT id, state FROM webhook_endpoints WHERE id = ANY($1) ORDER BY id FOR SHARE`,
    [inactive],
    'settled-states',
  );
  const states = new Map(settled.map(({ id, state }) => [id, state]));
  return endpoints.map((endpoint) => ({ ...endpoint, state: states.get(endpoint.endpointId) ?? endpoint.state }));
}
