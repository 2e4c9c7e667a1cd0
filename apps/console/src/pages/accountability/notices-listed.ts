import { nationStatuses, type NationStatus } from './notice-codes';

export interface NoticesListed {
  readonly operation?: string | undefined;
  readonly nationStatus?: NationStatus | undefined;
}

/** What an address asks the list for; what it does not understand is undone: the router would keep it. */
export function noticesListedOf({ operation, nationStatus }: Record<string, unknown>): NoticesListed {
  return {
    operation: typeof operation === 'string' && /^[a-z0-9-]{1,64}$/.test(operation) ? operation : undefined,
    nationStatus: nationStatuses.find((status) => status === nationStatus),
  };
}
