import { uuidv7, type Uuid } from '#kernel';
import { witness } from '#evidence';
import type { Transaction } from '#platform/database';
import { announce } from '../announce';
import { leaveEndpointNotices } from '../mail/leave-endpoint-notices';

/**
 * What follows when the hub disables an endpoint, in the transaction that does: what waits is held, its people get a mail,
 * the body's other endpoints an event, and it is witnessed.
 */
export async function noteDisabled(
  tx: Transaction,
  endpoint: { readonly id: Uuid; readonly organisationId: Uuid },
  reason: string,
  publicUrl: string,
): Promise<void> {
  const { id, organisationId } = endpoint;
  const at = new Date();
  const dedupe = uuidv7();
  await tx.execute(`UPDATE waiting_deliveries SET held = true WHERE endpoint_id = $1 AND NOT held`, [id]);
  await leaveEndpointNotices(tx, { kind: 'endpoint_disabled', endpointId: id, dedupe });
  await announce(tx, [
    {
      ...{ type: 'endpoint.disabled', organisationId, notAt: id, messageId: id, threadId: id, reference: 'ENDPOINT' },
      ...{ kind: 'endpoint', operation: 'none', status: 'actual', overdue: false, at },
      href: `${publicUrl}/v1/webhook-endpoints/${id}`,
      dedupeKey: `disabled/${dedupe}`,
    },
  ]);
  await witness(tx, [
    { action: 'endpoint.disabled', at, subjectType: 'endpoint', subjectId: id, organisationId, detail: { reason } },
  ]);
}
