/** How a unit stands to a provision in force. */
export const acknowledgementStates = ['acknowledged', 'due', 'overdue'] as const;
export type AcknowledgementState = (typeof acknowledgementStates)[number];

/** Days in which a unit is to acknowledge a version, where the operation does not say. */
const USUAL_DAYS = 30;
const DAY = 86_400_000;

/** Until when a version that is in force since then is to be acknowledged. */
export function acknowledgeBy(since: Date, days = USUAL_DAYS): Date {
  return new Date(since.getTime() + days * DAY);
}

export function stateOf(acknowledgedAt: Date | null, dueAt: Date, now: Date): AcknowledgementState {
  if (acknowledgedAt !== null) return 'acknowledged';
  return dueAt <= now ? 'overdue' : 'due';
}
