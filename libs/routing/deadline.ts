import { durationMilliseconds, endOfDay, type Operation, type PriorityCode } from '#directory';
import { messageKinds, type JsonObject } from '#messages';

/** What of a message its deadlines hang on. */
interface Asking {
  readonly kind: string;
  readonly priority: PriorityCode;
}

export interface Deadlines {
  /** When a recipient must have acknowledged. */
  readonly dueAt: Date;
  /** When it must have answered, where the message itself names the day. */
  readonly answerBy?: Date;
}

/**
 * The deadlines of a recipient: the kind's own time for the priority or the operation's, from routing on, and the end of
 * the day that the message names for its answer. Nobody has longer to acknowledge than to answer, unless that day is over.
 */
export function deadlinesOf(operation: Operation, { kind, priority }: Asking, body: JsonObject, at: Date): Deadlines {
  const { deadlines, answerBy } = messageKinds.of(kind);
  const wait = durationMilliseconds(deadlines?.[priority] ?? operation.deadlines[priority]);
  if (wait === undefined) throw new Error(`operation ${operation.id} has no deadline for priority ${priority}`);
  const usual = new Date(at.getTime() + wait);
  if (!answerBy) return { dueAt: usual };
  const last = endOfDay(operation.timeZone, answerBy(body));
  return { dueAt: last > at && last < usual ? last : usual, answerBy: last };
}
