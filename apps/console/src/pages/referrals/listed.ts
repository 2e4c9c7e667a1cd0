import { messageStates, priorities } from './code-lists';
import type { Listed } from './referral-queries';

/** What an address asks the list for; what it does not understand is undone: the router would keep it. */
export function listedOf(search: Record<string, unknown>): Listed {
  const { operation, state, priority, recipient, overdue, cursor } = search;
  const slug = (value: unknown): value is string => typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value);
  return {
    operation: slug(operation) ? operation : undefined,
    state: messageStates.find((one) => one === state),
    priority: priorities.find((one) => one === priority),
    recipient: slug(recipient) ? recipient : undefined,
    overdue: typeof overdue === 'boolean' ? overdue : undefined,
    cursor: slug(cursor) ? cursor : undefined,
  };
}
