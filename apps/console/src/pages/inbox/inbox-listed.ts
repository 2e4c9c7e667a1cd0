import { priorities } from '../referrals/code-lists';

/** Which part of the inbox. */
export type Show = 'waiting' | 'overdue' | 'all';

/** What the inbox is to show, as it stands in its address. */
export interface InboxListed {
  readonly after?: string | undefined;
  /** Left out: what waits. */
  readonly show?: Exclude<Show, 'waiting'> | undefined;
  readonly operation?: string | undefined;
  readonly kind?: string | undefined;
  readonly priority?: (typeof priorities)[number] | undefined;
  readonly sender?: string | undefined;
}

/** What an address asks the inbox for; what it does not understand is undone: the router would keep it. */
export function inboxListedOf(search: Record<string, unknown>): InboxListed {
  const { after, show, operation, kind, priority, sender } = search;
  const slug = (value: unknown): string | undefined =>
    typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value) ? value : undefined;
  return {
    after: /^\d{1,18}$/.test(String(after)) ? String(after) : undefined,
    show: show === 'overdue' || show === 'all' ? show : undefined,
    operation: slug(operation),
    kind: slug(kind),
    priority: priorities.find((one) => one === priority),
    sender: slug(sender),
  };
}

/** Whether more is chosen than which part of the inbox. */
export function isNarrowed({ operation, kind, priority, sender }: InboxListed): boolean {
  return [operation, kind, priority, sender].some((value) => value !== undefined);
}
