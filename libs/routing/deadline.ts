import { durationMilliseconds, type Operation, type PriorityCode } from '#directory';

/** When a recipient must have acknowledged: the operation's time for the priority, from routing on. */
export function acknowledgeBy(operation: Operation, priority: PriorityCode, routedAt: Date): Date {
  const wait = durationMilliseconds(operation.deadlines[priority]);
  if (wait === undefined) throw new Error(`operation ${operation.id} has no deadline for priority ${priority}`);
  return new Date(routedAt.getTime() + wait);
}
