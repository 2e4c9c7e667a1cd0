import type { AttemptFigures, DeliveryView, EndpointHealth, WebhookAttempt, WebhookEndpoint } from '#hub-client';
import { factsOf, tableOf } from '../output/table';
import { localTime } from '../output/time-words';

/** A body's endpoints. */
export function endpointTable(endpoints: readonly WebhookEndpoint[]): string {
  if (endpoints.length === 0) return 'Nothing there.';
  return tableOf(
    ['Endpoint', 'State', 'For'],
    endpoints.map(({ id, url, state, description }) => [`${url}\n${id}`, state, description ?? '–']),
  );
}

export function attemptTable(attempts: readonly WebhookAttempt[], next: string | null): string {
  if (attempts.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Delivery', 'When', 'Came', 'Answer'],
    attempts.map((attempt) => [
      `${attempt.eventType}, attempt ${attempt.attempt}\n${attempt.deliveryId}`,
      `${localTime(attempt.startedAt)}\n${attempt.durationMs} ms`,
      attempt.status === null ? (attempt.fault ?? '–') : String(attempt.status),
      attempt.excerpt ?? '–',
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --cursor ${next}`;
}

export function deliveryTable(deliveries: readonly DeliveryView[], next: string | null): string {
  if (deliveries.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Delivery', 'State', 'Attempts', 'Made', 'Next'],
    deliveries.map((delivery) => [
      `${delivery.eventType}\n${delivery.id}`,
      delivery.state,
      String(delivery.attempts),
      localTime(delivery.createdAt),
      delivery.nextAttemptAt === null ? '–' : localTime(delivery.nextAttemptAt),
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --after ${next}`;
}

export function healthInWords(health: EndpointHealth): string {
  const { breaker, lastSuccess, lastFailure } = health;
  return factsOf([
    ['State', health.state],
    ['Why', health.disabledReason],
    ['Verified', health.verifiedAt === null ? 'no' : localTime(health.verifiedAt)],
    ['Breaker', breaker.until === null ? breaker.state : `${breaker.state} until ${localTime(breaker.until)}`],
    ['Last hour', figuresInWords(health.lastHour)],
    ['Last day', figuresInWords(health.lastDay)],
    ['Last success', lastSuccess && localTime(lastSuccess.at)],
    [
      'Last failure',
      lastFailure && `${localTime(lastFailure.at)}, ${lastFailure.status ?? lastFailure.fault ?? 'no answer'}`,
    ],
    ['Failing since', health.failingSince && localTime(health.failingSince)],
    ['Waiting', `${health.pending} to be sent, ${health.held} held`],
    ['Oldest', health.oldestWaitingSince && localTime(health.oldestWaitingSince)],
    ['Old secrets end', health.previousSecretsExpireAt && localTime(health.previousSecretsExpireAt)],
  ]);
}

function figuresInWords({ attempts, delivered, p50Ms, p95Ms }: AttemptFigures): string {
  if (attempts === 0) return 'no attempts';
  return `${delivered} of ${attempts} delivered; half within ${p50Ms ?? 0} ms, 95 of 100 within ${p95Ms ?? 0} ms`;
}
