import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** Mails about a body's endpoint: the hub gave it up, or it has failed for a day. */
export type EndpointMailKind = 'endpoint_disabled' | 'endpoint_failing';

/**
 * Leaves mails about an endpoint in the caller's transaction: in each operation of its body for the body's focal point and,
 * so that somebody asks where the body does not read its mail, for the coordinator's.
 *
 * @param dedupe one mail per endpoint, kind, key and reader
 */
export async function leaveEndpointNotices(
  tx: Transaction,
  notice: { readonly kind: EndpointMailKind; readonly endpointId: Uuid; readonly dedupe: string },
): Promise<void> {
  await tx.execute(
    `INSERT INTO mails (id, organisation_id, endpoint_id, operation_id, kind, dedupe, to_back_up, state, attempts,
       next_attempt_at, created_at)
     SELECT gen_random_uuid(), told.id, e.id, o.id, $2, $3, false, 'pending', 0, now(), now()
     FROM webhook_endpoints e
     JOIN operation_bodies own ON own.organisation_id = e.organisation_id
     JOIN operations o ON o.id = own.operation_id
     JOIN rule_sets r ON r.operation_id = o.id AND r.version = o.rule_set_version
     CROSS JOIN LATERAL jsonb_array_elements(r.definition -> 'bodies') AS body
     JOIN organisations told ON told.slug = body ->> 'slug'
     WHERE e.id = $1 AND (told.id = e.organisation_id OR body -> 'roles' ? 'coordinator')
     ON CONFLICT (endpoint_id, kind, dedupe, operation_id, organisation_id) WHERE endpoint_id IS NOT NULL DO NOTHING`,
    [notice.endpointId, notice.kind, notice.dedupe],
    'leave-endpoint-notices',
  );
}
