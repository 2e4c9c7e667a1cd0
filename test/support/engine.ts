import { systemClock, type Uuid } from '#kernel';
import {
  DeliveryEngine,
  completeVerification,
  createEndpoint,
  type EndpointTools,
  type EndpointView,
  type EngineOptions,
  type ShownSecrets,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { contextOf } from '#identity';
import type { HubDatabase } from './hub-database';

/** Sends to loopback, where the receivers of the specs listen. */
export function loopbackSender(): HttpSender {
  return new HttpSender({ allowLoopback: true });
}

/** A delivery engine with a schedule of milliseconds; errors are shown unless a spec listens. */
export function engineOf(hub: HubDatabase, sender: HttpSender, over: Partial<EngineOptions> = {}): DeliveryEngine {
  return new DeliveryEngine({
    database: hub.worker,
    vault: hub.vault,
    sender,
    clock: systemClock,
    deadlineMs: 5_000,
    scheduleScale: 0.001,
    publicUrl: 'http://hub.example',
    lanes: 32,
    onError: (error) => {
      console.error(error);
    },
    ...over,
  });
}

/** Runs a use case of endpoints as a body. */
export async function withEndpoints<T>(
  hub: HubDatabase,
  slug: string,
  work: (tools: EndpointTools) => Promise<T>,
): Promise<T> {
  const caller = await hub.caller(slug);
  return hub.api.transaction(contextOf(caller), (tx) =>
    work({
      tx,
      vault: hub.vault,
      clock: systemClock,
      sender: { checkUrl: (url) => new URL(url) },
      organisationId: caller.organisationId,
    }),
  );
}

/** A body's endpoint at a URL, as it is once the receiver has answered the challenge. */
export function endpointOf(
  hub: HubDatabase,
  slug: string,
  url: string,
  over: Partial<Parameters<typeof createEndpoint>[1]> = {},
): Promise<EndpointView & ShownSecrets> {
  return withEndpoints(hub, slug, async (tools) => {
    const created = await createEndpoint(tools, { url, ...over });
    return { ...created, ...(await completeVerification(tools, created.id, url)) };
  });
}

/** The deliveries of an endpoint as they are on record, in the order of their making. */
export function deliveriesOf(
  hub: HubDatabase,
  endpointId: Uuid,
): Promise<
  { id: Uuid; state: string; attempts: number | null; sequence: number; thread_id: Uuid; event_type: string }[]
> {
  return hub.superuser(
    `SELECT id, state, attempts, sequence, thread_id, event_type FROM delivery_states WHERE endpoint_id = $1 ORDER BY id`,
    [endpointId],
  );
}
