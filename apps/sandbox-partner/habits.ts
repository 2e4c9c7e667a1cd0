import { createHash } from 'node:crypto';
import type { Capacity, Decision } from '#hub-client';

/** How a partner's system behaves: data, so that a habit is read at a glance. Times are milliseconds. */
export interface Habit {
  /** How long it does not listen after it has registered. */
  readonly downForMs: number;
  /** How long a webhook waits for its answer. */
  readonly answerAfterMs: number;
  /** How many webhook requests it answers with 500 first. */
  readonly failsFirst: number;
  /** How long after the acknowledgement it decides. */
  readonly decideAfterMs: number;
  /** Acknowledges once more under another Idempotency-Key, as a system does that is not sure of its first try. */
  readonly acknowledgesTwice: boolean;
  /** Declines some referrals. */
  readonly declines: boolean;
}

const usual: Habit = {
  downForMs: 0,
  answerAfterMs: 0,
  failsFirst: 0,
  decideAfterMs: 0,
  acknowledgesTwice: false,
  declines: false,
};

export const habits = {
  prompt: usual,
  slow: { ...usual, answerAfterMs: 2_000, decideAfterMs: 3_000 },
  down: { ...usual, downForMs: 8_000 },
  flaky: { ...usual, failsFirst: 2, acknowledgesTwice: true },
  declines: { ...usual, declines: true },
} as const satisfies Readonly<Record<string, Habit>>;

export type HabitName = keyof typeof habits;

export function isHabitName(text: string): text is HabitName {
  return Object.hasOwn(habits, text);
}

export interface ScriptedDecision {
  readonly decision: Decision;
  readonly reason?: 'capacity' | 'outside_mandate';
}

/**
 * What a partner decides on a referral: the same on every run. Who declines does so for one reference in four for lack
 * of capacity and for one in four as outside the mandate.
 *
 * @returns undefined where the capacity asks for no decision
 */
export function decisionOn(
  habit: Habit,
  reference: string,
  capacity: Capacity | undefined,
): ScriptedDecision | undefined {
  if (capacity === 'information') return undefined;
  if (!habit.declines) return { decision: 'accepted' };
  const quarter = (createHash('sha256').update(reference).digest()[0] ?? 0) % 4;
  if (quarter === 0) return { decision: 'declined', reason: 'capacity' };
  if (quarter === 1) return { decision: 'declined', reason: 'outside_mandate' };
  return { decision: 'accepted' };
}
