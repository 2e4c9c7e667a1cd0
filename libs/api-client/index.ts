import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema';

/** Every schema of the API document, by its name there. */
export type Schemas = components['schemas'];
export type HubApi = Client<paths>;

/** A client of the hub's API that is typed by its document; `schema.ts` comes from `npm run client`. */
export function createHubApi(send: (request: Request) => Promise<Response>): HubApi {
  return createClient<paths>({ baseUrl: globalThis.location.origin, fetch: send });
}
