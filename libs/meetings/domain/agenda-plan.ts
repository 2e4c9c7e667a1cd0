import type { Uuid } from '#kernel';
import type { AgendaTag, TemplateItem } from '../series/series';

export const agendaReasons = [
  'escalated',
  'unacknowledged',
  'undecided',
  'declined',
  'on_hold',
  'return_overdue',
  'return_due',
] as const;
export type AgendaReason = (typeof agendaReasons)[number];

/** A referral that needs the meeting, or an action that is still open: by reference, never by name. */
export interface AgendaEntry {
  /** What it is known by from one meeting to the next. */
  readonly id: Uuid;
  readonly reference: string;
  readonly messageId: Uuid | null;
  readonly priority: string;
  readonly since: string;
  /** How many meetings had it before. */
  readonly carried: number;
  readonly firstListed: string;
}

/** Referrals, or what was asked for by a day, of one sender at one late body, for one reason. */
export interface OpenGroup {
  readonly reason: AgendaReason;
  readonly senderId: Uuid;
  readonly lateId: Uuid;
  readonly late: string;
  readonly status: string;
  readonly total: number;
  readonly entries: readonly Omit<AgendaEntry, 'carried' | 'firstListed'>[];
}

export interface OpenAction extends Omit<AgendaEntry, 'carried' | 'firstListed'> {
  readonly visibleTo: readonly Uuid[] | null;
}

/** An item as the hub puts it on an agenda. */
export interface PlannedItem {
  readonly key: string;
  readonly position: number;
  readonly origin: 'standing' | 'generated' | 'template';
  readonly reason: string | null;
  readonly tag: AgendaTag;
  readonly title: string;
  readonly minutes: number;
  readonly presenter: string | null;
  readonly entries: readonly AgendaEntry[];
  readonly total: number;
  readonly visibleTo: readonly Uuid[] | null;
  readonly carried: number;
}

export interface AgendaFacts {
  readonly at: Date;
  /** Meetings of the series that were held and whose minutes nobody approved yet, the earliest first. */
  readonly unapproved: readonly { readonly id: Uuid; readonly reference: string }[];
  readonly actions: readonly OpenAction[];
  readonly open: readonly OpenGroup[];
  /** Returns that nations owe, or will before the meeting after. */
  readonly returns: readonly OpenGroup[];
  readonly template: readonly TemplateItem[];
  /** Bodies that run the operation's meetings: they see every late referral by its reference. */
  readonly leaders: readonly Uuid[];
  /** Entries of the meeting before, by their id. */
  readonly before: ReadonlyMap<Uuid, Pick<AgendaEntry, 'carried' | 'firstListed'>>;
}

const WORDS: Readonly<Record<AgendaReason, string>> = {
  escalated: 'Escalated',
  unacknowledged: 'Not acknowledged',
  undecided: 'Not decided',
  declined: 'Declined, and asked of nobody else',
  on_hold: 'On hold',
  return_overdue: 'Return overdue',
  return_due: 'Return due',
};

/** What the item is known by that approves the minutes of a meeting. */
export function approvalKey(meetingId: Uuid): string {
  return `minutes/${meetingId}`;
}

/**
 * The agenda as it follows from what is open: approval of the last minutes and previous action points first, then what is
 * late, each reason, body and sender by itself, so that who may not know of a referral does not; then what every meeting has.
 */
export function planAgenda(facts: AgendaFacts): PlannedItem[] {
  const carry = carrying(facts);
  const item = (over: Partial<PlannedItem> & Pick<PlannedItem, 'key' | 'title'>): Omit<PlannedItem, 'position'> => ({
    ...{ origin: 'generated', reason: null, tag: 'discussion', minutes: 5, presenter: null, entries: [], total: 0 },
    ...{ visibleTo: null, carried: Math.max(0, ...(over.entries ?? []).map(({ carried }) => carried)) },
    ...over,
  });
  const approval = facts.unapproved.map(({ id, reference }) =>
    item({
      key: approvalKey(id),
      origin: 'standing',
      tag: 'decision',
      title: `Approval of the minutes of ${reference}`,
    }),
  );
  const actions = byVisibility(facts.actions).map(([key, group]) =>
    item({
      ...{ key: `actions/${key}`, origin: 'standing', title: 'Previous action points', minutes: 10 },
      ...{ entries: group.map(carry), total: group.length, visibleTo: group[0]?.visibleTo ?? null },
    }),
  );
  // Whom a return is asked of and who asks know of it; who leads the operation is no party to it.
  const groups = [
    ...facts.open.map((group) => ({ ...group, others: facts.leaders })),
    ...facts.returns.map((group) => ({ ...group, others: [] })),
  ];
  const late = groups.sort(byUrgency).map((group) =>
    item({
      ...{ key: `${group.reason}/${group.lateId}/${group.senderId}/${group.status}`, reason: group.reason },
      title: `${group.status === 'actual' ? '' : `${group.status.toUpperCase()}: `}${WORDS[group.reason]}: ${group.late}`,
      ...{ entries: group.entries.map(carry), total: group.total },
      visibleTo: [...new Set([group.senderId, group.lateId, ...group.others])].sort(),
      presenter: group.late,
    }),
  );
  const template = facts.template.map(({ title, tag, minutes, presenter = null }, index) =>
    item({ key: `template/${index}/${title}`, origin: 'template', title, tag, minutes, presenter }),
  );
  return [...approval, ...actions, ...late, ...template].map((one, index) => ({ ...one, position: (index + 1) * 10 }));
}

function carrying({ at, before }: AgendaFacts) {
  return ({ id, reference, messageId, priority, since }: Omit<AgendaEntry, 'carried' | 'firstListed'>): AgendaEntry => {
    const earlier = before.get(id);
    return {
      ...{ id, reference, messageId, priority, since },
      carried: earlier ? earlier.carried + 1 : 0,
      firstListed: earlier?.firstListed ?? at.toISOString(),
    };
  };
}

function byVisibility(actions: readonly OpenAction[]): [string, OpenAction[]][] {
  const groups = new Map<string, OpenAction[]>();
  for (const action of actions) {
    const key = action.visibleTo === null ? 'all' : [...action.visibleTo].sort().join('+');
    groups.set(key, [...(groups.get(key) ?? []), action]);
  }
  return [...groups];
}

function byUrgency(left: OpenGroup, right: OpenGroup): number {
  const order = agendaReasons.indexOf(left.reason) - agendaReasons.indexOf(right.reason);
  if (order !== 0) return order;
  return `${left.late}/${left.senderId}/${left.status}` < `${right.late}/${right.senderId}/${right.status}` ? -1 : 1;
}
