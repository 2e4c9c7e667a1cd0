import { timeToDecide, type Decider, type DecisionDeadline } from '../domain/deadline-steps';
import { messageKinds } from './kinds';

/** Until when a recipient that acknowledged at `at` is to decide or to answer. Undefined when its kind asks for neither. */
export function decisionDeadline(
  recipient: Omit<Decider, 'asked'> & { readonly kind: string },
  at: Date,
): DecisionDeadline | undefined {
  return timeToDecide({ ...recipient, asked: messageKinds.of(recipient.kind).asks }, at);
}
