import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { BREAKER_FAILURES } from '../domain/retry-schedule';
import type { EndpointState } from './endpoint.store';

/** Attempts of a span of time. */
export interface AttemptFigures {
  readonly attempts: number;
  readonly delivered: number;
  /** delivered / attempts, 0 … 1; null without attempts. */
  readonly successRate: number | null;
  /** Half, and 95 of 100, of the attempts took no longer, milliseconds; null without attempts. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

/** How an endpoint does. */
export interface EndpointHealth {
  readonly id: Uuid;
  readonly state: EndpointState;
  readonly disabledReason: string | null;
  readonly verifiedAt: Date | null;
  /** closed: sent to as usual. open: left alone until then. half_open: the next delivery is a probe. */
  readonly breaker: { readonly state: 'closed' | 'open' | 'half_open'; readonly until: Date | null };
  readonly consecutiveFailures: number;
  readonly failingSince: Date | null;
  readonly lastHour: AttemptFigures;
  readonly lastDay: AttemptFigures;
  /** Whether there were more attempts in a day than are counted: then the figures are of the newest ones. */
  readonly sampled: boolean;
  /** The last of each, as far as the counted attempts go back. */
  readonly lastSuccess: { readonly at: Date; readonly status: number | null } | null;
  readonly lastFailure: { readonly at: Date; readonly status: number | null; readonly fault: string | null } | null;
  readonly pending: number;
  readonly held: number;
  /** When the oldest event that still waits was made. */
  readonly oldestWaitingSince: Date | null;
  readonly maxInFlight: number;
  readonly rateLimit: number | null;
  /** Until when the secrets before the last rotation sign beside the new ones; null when there are none. */
  readonly previousSecretsExpireAt: Date | null;
}

/** The newest attempts that figures are made of. Read by an index: a busy endpoint has more of them in a day. */
const MOST_ATTEMPTS = 20_000;
/** How far back the last success and failure are looked for. */
const LOOK_BACK = `interval '30 days'`;

interface StandingRow extends Omit<
  EndpointHealth,
  'breaker' | 'lastHour' | 'lastDay' | 'sampled' | 'lastSuccess' | 'lastFailure'
> {
  readonly restingUntil: Date | null;
}

interface FigureRow {
  readonly hour: number;
  readonly hourDelivered: number;
  readonly hourP50: number | null;
  readonly hourP95: number | null;
  readonly day: number;
  readonly dayDelivered: number;
  readonly dayP50: number | null;
  readonly dayP95: number | null;
  readonly sampled: boolean;
  readonly lastSuccess: { at: string; status: number | null } | null;
  readonly lastFailure: { at: string; status: number | null; fault: string | null } | null;
}

/** The health of a body's endpoint; undefined when it has no such endpoint. */
export async function endpointHealth(
  tx: Transaction,
  organisationId: Uuid,
  id: Uuid,
): Promise<EndpointHealth | undefined> {
  const standing = await tx.row<StandingRow>(STANDING, [organisationId, id]);
  if (!standing) return undefined;
  const figures = await tx.row<FigureRow>(FIGURES, [id]);
  const { restingUntil, ...rest } = standing;
  const { lastSuccess, lastFailure } = figures ?? {};
  return {
    ...rest,
    breaker: {
      state: restingUntil !== null ? 'open' : rest.consecutiveFailures >= BREAKER_FAILURES ? 'half_open' : 'closed',
      until: restingUntil,
    },
    lastHour: figuresOf(figures?.hour, figures?.hourDelivered, figures?.hourP50, figures?.hourP95),
    lastDay: figuresOf(figures?.day, figures?.dayDelivered, figures?.dayP50, figures?.dayP95),
    sampled: figures?.sampled ?? false,
    lastSuccess: lastSuccess ? { ...lastSuccess, at: new Date(lastSuccess.at) } : null,
    lastFailure: lastFailure ? { ...lastFailure, at: new Date(lastFailure.at) } : null,
  };
}

function figuresOf(attempts = 0, delivered = 0, p50: number | null = null, p95: number | null = null): AttemptFigures {
  return {
    attempts,
    delivered,
    successRate: attempts === 0 ? null : Math.round((delivered / attempts) * 10_000) / 10_000,
    p50Ms: p50,
    p95Ms: p95,
  };
}

const STANDING = `
  SELECT e.id, e.state, e.disabled_reason AS "disabledReason", e.verified_at AS "verifiedAt",
    e.consecutive_failures AS "consecutiveFailures", e.failing_since AS "failingSince",
    CASE WHEN e.not_before > now() THEN e.not_before END AS "restingUntil",
    coalesce(w.pending, 0) AS pending, coalesce(w.held, 0) AS held, w.oldest AS "oldestWaitingSince",
    e.max_in_flight AS "maxInFlight", e.rate_limit AS "rateLimit",
    (SELECT max(s.expires_at) FROM endpoint_secrets s WHERE s.endpoint_id = e.id AND s.expires_at > now())
      AS "previousSecretsExpireAt"
  FROM webhook_endpoints e LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE NOT w.held)::int AS pending, count(*) FILTER (WHERE w.held)::int AS held,
      min(d.created_at) AS oldest
    FROM waiting_deliveries w JOIN deliveries d ON d.id = w.delivery_id WHERE w.endpoint_id = e.id
  ) w ON true
  WHERE e.organisation_id = $1 AND e.id = $2 AND e.state <> 'deleted'`;

const FIGURES = `
  WITH newest AS MATERIALIZED (
    SELECT started_at, duration_ms, outcome, status, fault, started_at > now() - interval '1 hour' AS in_hour,
      started_at > now() - interval '1 day' AS in_day
    FROM delivery_attempts WHERE endpoint_id = $1 AND started_at > now() - ${LOOK_BACK}
    ORDER BY started_at DESC LIMIT ${MOST_ATTEMPTS}
  )
  SELECT count(*) FILTER (WHERE in_hour)::int AS hour,
    count(*) FILTER (WHERE in_hour AND outcome = 'delivered')::int AS "hourDelivered",
    percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE in_hour) AS "hourP50",
    percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE in_hour) AS "hourP95",
    count(*) FILTER (WHERE in_day)::int AS day,
    count(*) FILTER (WHERE in_day AND outcome = 'delivered')::int AS "dayDelivered",
    percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE in_day) AS "dayP50",
    percentile_disc(0.95) WITHIN GROUP (ORDER BY duration_ms) FILTER (WHERE in_day) AS "dayP95",
    count(*) = ${MOST_ATTEMPTS} AND bool_and(in_day) AS sampled,
    (SELECT jsonb_build_object('at', started_at, 'status', status)
     FROM newest WHERE outcome = 'delivered' ORDER BY started_at DESC LIMIT 1) AS "lastSuccess",
    (SELECT jsonb_build_object('at', started_at, 'status', status, 'fault', fault)
     FROM newest WHERE outcome <> 'delivered' ORDER BY started_at DESC LIMIT 1) AS "lastFailure"
  FROM newest`;
