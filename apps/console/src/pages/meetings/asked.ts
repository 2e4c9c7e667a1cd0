import { isMonth, type Month } from './month';
import { actionStates, meetingStates, type Action, type Meeting } from './words';

export interface MeetingsAsked {
  readonly operation?: string | undefined;
  readonly state?: Meeting['state'] | undefined;
  /** Absent: from today on. */
  readonly show?: 'past' | 'month' | undefined;
  /** Of the calendar. */
  readonly month?: Month | undefined;
  /** Of the past: what was before this day. */
  readonly before?: string | undefined;
  readonly cursor?: string | undefined;
}

export interface DecisionsAsked {
  readonly q?: string | undefined;
  readonly operation?: string | undefined;
  readonly cursor?: string | undefined;
}

export interface ActionsAsked extends DecisionsAsked {
  /** Absent: the list. */
  readonly view?: 'board' | undefined;
  readonly body?: string | undefined;
  readonly state?: Action['state'] | undefined;
}

type Search = Readonly<Record<string, unknown>>;

/** What addresses ask the lists for; what is not understood is undone: the router would keep it. */
export function meetingsAskedOf({ operation, state, show, month, before, cursor }: Search): MeetingsAsked {
  return {
    operation: slugOf(operation),
    state: meetingStates.find((one) => one === state),
    show: show === 'past' || show === 'month' ? show : undefined,
    month: isMonth(month) ? month : undefined,
    before: typeof before === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(before) ? before : undefined,
    cursor: slugOf(cursor),
  };
}

export function decisionsAskedOf({ q, operation, cursor }: Search): DecisionsAsked {
  return { q: wordsOf(q), operation: slugOf(operation), cursor: slugOf(cursor) };
}

export function actionsAskedOf(search: Search): ActionsAsked {
  return {
    ...decisionsAskedOf(search),
    view: search['view'] === 'board' ? 'board' : undefined,
    body: slugOf(search['body']),
    state: actionStates.find((one) => one === search['state']),
  };
}

function slugOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value) ? value : undefined;
}

/** In an address a number is no text. */
function wordsOf(value: unknown): string | undefined {
  const words = typeof value === 'number' ? String(value) : value;
  return typeof words === 'string' && words.trim() !== '' && words.length <= 200 ? words : undefined;
}
