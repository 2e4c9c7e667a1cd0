import type { Uuid } from '#kernel';
import { tellsOfRouting } from '../domain/event-types';
import { redactExcerpt } from '../domain/redact-excerpt';
import { nextWait } from '../domain/retry-schedule';
import type { AttemptRecord } from './attempt';

/** The result of an attempt, ready for SQL. */
export interface ResultRow {
  readonly id: Uuid;
  readonly endpointId: Uuid;
  readonly organisationId: Uuid;
  readonly state: 'pending' | 'delivered' | 'exhausted';
  readonly waitMs: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: string;
  readonly status: number | null;
  readonly fault: string | null;
  readonly excerpt: string | null;
  readonly attempt: number;
  readonly recipientId: Uuid | null;
}

/** @param scale shortens the schedule, for demo and tests */
export function resultRow(
  { delivery, result, verdict, startedAt }: AttemptRecord,
  endpoint: { readonly endpointId: Uuid; readonly organisationId: Uuid },
  scale: number,
): ResultRow {
  const attempt = delivery.attempts + 1;
  const wait = verdict.outcome === 'retry' ? nextWait(attempt, Math.random(), scale) : 0;
  const retryAfter = verdict.outcome === 'retry' ? (verdict.retryAfterMs ?? 0) : 0;
  return {
    id: delivery.id,
    endpointId: endpoint.endpointId,
    organisationId: endpoint.organisationId,
    state: verdict.outcome === 'delivered' ? 'delivered' : wait === undefined ? 'exhausted' : 'pending',
    waitMs: Math.max(wait ?? 0, retryAfter),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(result.durationMs),
    outcome: verdict.outcome,
    status: result.status ?? null,
    fault: result.kind === 'fault' ? result.fault : null,
    excerpt: result.kind === 'response' && verdict.outcome !== 'delivered' ? redactExcerpt(result.bodyExcerpt) : null,
    attempt,
    // Only the routing of a message counts as its delivery; reminders do not.
    recipientId: tellsOfRouting(delivery.eventType) ? delivery.recipientId : null,
  };
}
