import { durationMilliseconds, type Operation, type PriorityCode } from '#directory';
import { messageKinds } from '#messages';

/** When a recipient must have acknowledged: the kind's own time for the priority or the operation's, from routing on. */
export function acknowledgeBy(operation: Operation, kind: string, priority: PriorityCode, routedAt: Date): Date {
  const duration = messageKinds.of(kind).deadlines?.[priority] ?? operation.deadlines[priority];
  const wait = durationMilliseconds(duration);
  if (wait === undefined) throw new Error(`operation ${operation.id} has no deadline for priority ${priority}`);
  return new Date(routedAt.getTime() + wait);
}
