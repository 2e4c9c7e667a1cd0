import type { MessageState, Priority, RecipientState } from '#messages';
import type { RequestPriority, RequestStatus, TaskStatus } from './resources';

const TASK: Readonly<Record<Exclude<RecipientState, 'closed' | 'cancel_requested'>, TaskStatus>> = {
  pending: 'requested',
  acknowledged: 'received',
  accepted: 'accepted',
  declined: 'rejected',
  // This body does not do it; `statusReason` says why.
  onward_referred: 'rejected',
  in_progress: 'in-progress',
  on_hold: 'on-hold',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  recalled: 'cancelled',
  recall_confirmed: 'cancelled',
};

/**
 * The status of a recipient's Task. FHIR knows neither "closed" nor "asked to cancel": there it is what it was before,
 * and the state itself is the business status.
 */
export function taskStatusOf(state: RecipientState, cameFrom: RecipientState | null): TaskStatus {
  if (state !== 'closed' && state !== 'cancel_requested') return TASK[state];
  if (cameFrom !== null && cameFrom !== 'closed' && cameFrom !== 'cancel_requested') return TASK[cameFrom];
  return state === 'closed' ? 'completed' : 'received';
}

const REQUEST: Readonly<Record<MessageState, RequestStatus>> = {
  draft: 'draft',
  submitted: 'active',
  routed: 'active',
  cancelled: 'revoked',
  withdrawn: 'revoked',
  entered_in_error: 'entered-in-error',
};
const DONE: ReadonlySet<TaskStatus> = new Set(['completed', 'failed', 'rejected', 'cancelled']);

/**
 * The status of the whole request. It is completed once a recipient has completed it and no other is still at it, and
 * revoked once every recipient's is cancelled.
 */
export function requestStatusOf(state: MessageState | undefined, tasks: readonly TaskStatus[]): RequestStatus {
  const whole = state === undefined ? 'active' : REQUEST[state];
  if (whole !== 'active' || tasks.length === 0 || !tasks.every((task) => DONE.has(task))) return whole;
  if (tasks.includes('completed')) return 'completed';
  return tasks.every((task) => task === 'cancelled') ? 'revoked' : 'active';
}

export const requestPriorityOf: Readonly<Record<Priority, RequestPriority>> = {
  emergency: 'stat',
  urgent: 'urgent',
  normal: 'routine',
};
