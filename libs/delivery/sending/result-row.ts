import type { Uuid } from '#kernel';
import type { Vault } from '#vault';
import { tellsOfRouting } from '../domain/event-types';
import { excerptPlace } from '../domain/excerpt-place';
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
  /** What the receiver answered, sealed; hexadecimal. */
  readonly excerpt: string | null;
  readonly attempt: number;
  readonly recipientId: Uuid | null;
}

/** @param scale shortens the schedule, for demo and tests */
export async function resultRow(
  { delivery, result, verdict, startedAt }: AttemptRecord,
  endpoint: { readonly endpointId: Uuid; readonly organisationId: Uuid },
  { scale, vault }: { readonly scale: number; readonly vault: Vault },
): Promise<ResultRow> {
  const attempt = delivery.attempts + 1;
  const wait = verdict.outcome === 'retry' ? nextWait(attempt, Math.random(), scale) : 0;
  // An answer may repeat what was sent, or say more: it is the receiver's own to read.
  const excerpt =
    result.kind === 'response' && verdict.outcome !== 'delivered' ? redactExcerpt(result.bodyExcerpt) : '';
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
    excerpt:
      excerpt === ''
        ? null
        : `\\x${(await vault.sealAlone(excerpt, excerptPlace(delivery.id, attempt))).toString('hex')}`,
    attempt,
    // Only the routing of a message counts as its delivery; reminders do not.
    recipientId: tellsOfRouting(delivery.eventType) ? delivery.recipientId : null,
  };
}
