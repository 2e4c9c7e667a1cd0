import { randomUUID } from 'node:crypto';
import { HubApiError, type HubClient } from '#hub-client';
import type { OwnEndpoint, PartnerMemory } from './partner-memory';

/** By this a sandbox partner knows its endpoints again, and leaves all others alone. */
export const DESCRIPTION = 'Sandbox partner';

const MOST_TRIES = 5;

/**
 * Sees to it that the hub sends to this address: the endpoint of the last run when there is one (what waits for it then
 * arrives), else a new one. Endpoints that earlier sandbox partners of the body left behind are deleted.
 */
export async function registerEndpoint(
  client: HubClient,
  memory: PartnerMemory,
  url: string,
  persist: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<OwnEndpoint> {
  const own = await reuseOrClear(client, memory, url, persist);
  if (own) return own;
  const key = `sandbox-endpoint-${randomUUID()}`;
  const { id, secret } = await persist(() => client.createEndpoint({ url, description: DESCRIPTION }, key));
  await memory.keepEndpoint({ id, secret });
  return { id, secret };
}

async function reuseOrClear(
  client: HubClient,
  memory: PartnerMemory,
  url: string,
  persist: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<OwnEndpoint | undefined> {
  for (let tries = 1; ; tries += 1) {
    const listed = await persist(() => client.endpoints());
    const own = listed.find(({ id }) => id === memory.endpoint?.id);
    try {
      for (const { id, description } of listed) {
        if (description === DESCRIPTION && id !== own?.id) await persist(() => client.deleteEndpoint(id));
      }
      if (own) await persist(() => client.changeEndpoint(own, { url, state: 'active' }));
      return own && memory.endpoint;
    } catch (error) {
      // Gone or changed since it was listed (the hub may pause a failing one): look again.
      const outdated = error instanceof HubApiError && [404, 412].includes(error.status);
      if (!outdated || tries >= MOST_TRIES) throw error;
    }
  }
}
