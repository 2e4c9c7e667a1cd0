import { timeToDecide, type Decider, type DecisionDeadline } from '../domain/deadline-steps';
import { messageKinds } from './kinds';

interface Deciding extends Omit<Decider, 'asked' | 'answerBy'> {
  readonly kind: string;
  readonly decisionDueAt: Date | null;
}

/** Until when a recipient that acknowledged at `at` is to decide or to answer. Undefined when its kind asks for neither. */
export function decisionDeadline({ decisionDueAt, ...recipient }: Deciding, at: Date): DecisionDeadline | undefined {
  const { asks, answerBy } = messageKinds.of(recipient.kind);
  // The day that a message names stays, also when its recipient takes it up again.
  const named = answerBy && decisionDueAt ? { answerBy: decisionDueAt } : {};
  return timeToDecide({ ...recipient, asked: asks, ...named }, at);
}
