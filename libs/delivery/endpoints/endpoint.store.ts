import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { EventType } from '../domain/event-types';
import type { PayloadChoice } from '../payload/payload-choice';
import type { CertificateFacts } from './read-client-certificate';
import { withExcerpt, type ExcerptTools, type Sealed } from './excerpts';

/** What may be known of an endpoint's client certificate. */
export interface ClientCertificateView extends CertificateFacts {
  readonly setAt: string;
}

/** What may be known of an endpoint's OAuth2 client. */
export interface OAuth2ClientView {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly authMethod: 'client_secret_basic' | 'client_secret_post';
  readonly scope: string | null;
  readonly audience: string | null;
  readonly setAt: string;
}

/** `unverified`: nobody has shown yet that who registered the address has it in hand. */
export type EndpointState = 'unverified' | 'active' | 'paused' | 'disabled';

/** A webhook endpoint as its own body sees it. */
export interface EndpointView extends PayloadChoice {
  readonly id: Uuid;
  readonly url: string;
  readonly description: string | null;
  /** Which events it gets; null = all. */
  readonly eventTypes: EventType[] | null;
  readonly state: EndpointState;
  readonly disabledReason: string | null;
  readonly failingSince: Date | null;
  readonly consecutiveFailures: number;
  /** When its address was verified; null when it was not, or was registered before that was asked for. */
  readonly verifiedAt: Date | null;
  /** Requests that are sent to it at once at most. */
  readonly maxInFlight: number;
  /** Events a second at most; null = no limit. */
  readonly rateLimit: number | null;
  /** Deliveries that wait to be sent, and that are held because the endpoint is not active. */
  readonly pending: number;
  readonly held: number;
  /** What the hub shows of itself there; never the secret parts. */
  readonly clientCertificate: ClientCertificateView | null;
  readonly oauth2: OAuth2ClientView | null;
  readonly version: number;
  readonly createdAt: Date;
}

const VIEW = `SELECT e.id, e.url, e.description, e.event_types AS "eventTypes", e.payload,
    e.encryption_key AS "encryptionKey", e.state, e.disabled_reason AS "disabledReason",
    e.failing_since AS "failingSince", e.consecutive_failures AS "consecutiveFailures", e.verified_at AS "verifiedAt",
    e.max_in_flight AS "maxInFlight", e.rate_limit AS "rateLimit", e.version, e.created_at AS "createdAt",
    (SELECT count(*)::int FROM waiting_deliveries w WHERE w.endpoint_id = e.id AND NOT w.held) AS pending,
    (SELECT count(*)::int FROM waiting_deliveries w WHERE w.endpoint_id = e.id AND w.held) AS held,
    (SELECT facts FROM endpoint_credentials c WHERE c.endpoint_id = e.id AND c.kind = 'client_certificate') AS "clientCertificate",
    (SELECT facts FROM endpoint_credentials c WHERE c.endpoint_id = e.id AND c.kind = 'oauth2') AS oauth2
  FROM webhook_endpoints e WHERE e.organisation_id = $1 AND e.state <> 'deleted'`;

export async function listEndpoints(tx: Transaction, organisationId: Uuid): Promise<EndpointView[]> {
  return tx.rows<EndpointView>(`${VIEW} ORDER BY e.id`, [organisationId]);
}

export async function findEndpoint(tx: Transaction, organisationId: Uuid, id: Uuid): Promise<EndpointView | undefined> {
  return tx.row<EndpointView>(`${VIEW} AND e.id = $2`, [organisationId, id]);
}

export interface AttemptView {
  readonly deliveryId: Uuid;
  readonly eventType: string;
  readonly attempt: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly fault: string | null;
  /** The start of the receiver's own answer, when it was not a success. */
  readonly excerpt: string | null;
}

/**
 * The newest attempts at an endpoint, newest first. The bound on the time says nothing more than the comparison after it, but
 * only by it are the partitions of later months left out.
 */
export async function listAttempts(
  { tx, vault }: ExcerptTools,
  endpointId: Uuid,
  before: { readonly startedAt: Date; readonly deliveryId: Uuid } | undefined,
  limit: number,
): Promise<AttemptView[]> {
  const rows = await tx.rows<Sealed<AttemptView>>(
    `SELECT a.delivery_id AS "deliveryId", d.event_type AS "eventType", a.attempt, a.started_at AS "startedAt",
            a.duration_ms AS "durationMs", a.outcome, a.status, a.fault, a.excerpt
     FROM delivery_attempts a JOIN deliveries d ON d.id = a.delivery_id
     WHERE a.endpoint_id = $1 AND a.started_at <= coalesce($2::timestamptz, 'infinity')
       AND ($2::timestamptz IS NULL OR (a.started_at, a.delivery_id) < ($2, $3::uuid))
     ORDER BY a.started_at DESC, a.delivery_id DESC LIMIT $4`,
    [endpointId, before?.startedAt ?? null, before?.deliveryId ?? null, limit],
  );
  return Promise.all(rows.map((row) => withExcerpt(vault, row.deliveryId, row)));
}
