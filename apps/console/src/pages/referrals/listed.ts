import { messageStates, priorities } from './code-lists';
import type { Listed } from './referral-queries';

/** What an address asks the list for; what it does not understand is left out. */
export function listedOf(search: Record<string, unknown>): Listed {
  const { operation, state, priority, recipient, overdue, cursor } = search;
  const slug = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value);
  const known = messageStates.find((one) => one === state);
  const soon = priorities.find((one) => one === priority);
  return {
    ...(slug(operation) ? { operation } : {}),
    ...(known === undefined ? {} : { state: known }),
    ...(soon === undefined ? {} : { priority: soon }),
    ...(slug(recipient) ? { recipient } : {}),
    ...(typeof overdue === 'boolean' ? { overdue } : {}),
    ...(slug(cursor) ? { cursor } : {}),
  };
}
