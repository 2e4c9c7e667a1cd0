import type { Asks, RecipientState } from './recipient-lifecycle';

/** What happens to a recipient that has not acknowledged, in this order: share of the deadline → step. */
export const deadlineSteps = [
  { step: 'reminder_50', share: 0.5 },
  { step: 'reminder_80', share: 0.8 },
  { step: 'deadline', share: 1 },
  { step: 'escalation', share: 1.25 },
] as const;

/** The same for a recipient that acknowledged and has not decided: share of the time to decide → step. */
export const decisionSteps = [
  { step: 'decision_50', share: 0.5 },
  { step: 'decision_80', share: 0.8 },
  { step: 'decision_deadline', share: 1 },
  { step: 'decision_escalation', share: 1.25 },
] as const;

export type DeadlineStep = (typeof deadlineSteps)[number]['step'];
export type DecisionStep = (typeof decisionSteps)[number]['step'];
/** An accepted case of which nothing was heard for long. It comes again and again; it never escalates. */
export const PROGRESS_STEP = 'progress_reminder';
export type TrackingStep = DeadlineStep | DecisionStep | typeof PROGRESS_STEP;

interface StepAt<Step> {
  readonly step: Step;
  readonly at: Date;
}

/** The step after one (or the first), and when it is due. Undefined after the last. */
export function nextDeadlineStep(
  after: DeadlineStep | undefined,
  routedAt: Date,
  dueAt: Date,
): StepAt<DeadlineStep> | undefined {
  return following(deadlineSteps, after, routedAt, dueAt);
}

/** The same on the way to a decision; `from` is when the time to decide began. */
export function nextDecisionStep(
  after: DecisionStep | undefined,
  from: Date,
  decisionDueAt: Date,
): StepAt<DecisionStep> | undefined {
  return following(decisionSteps, after, from, decisionDueAt);
}

export function isDecisionStep(step: TrackingStep): step is DecisionStep {
  return decisionSteps.some((one) => one.step === step);
}

/** Whether the deadline had passed at this step: from here on, the focal point's back-up is asked. */
export function isLateStep(step: TrackingStep): boolean {
  return step === 'deadline' || step === 'decision_deadline' || isEscalation(step);
}

/** Whether others than the two parties are told at this step. */
export function isEscalation(step: TrackingStep): step is 'escalation' | 'decision_escalation' {
  return step === 'escalation' || step === 'decision_escalation';
}

/** The states in which a step is still to be taken, or told. */
export function statesFor(step: TrackingStep): readonly RecipientState[] {
  if (step === PROGRESS_STEP) return ['accepted', 'in_progress'];
  return isDecisionStep(step) ? ['acknowledged'] : ['pending'];
}

/** What the time to decide hangs on. */
export interface Decider {
  /** What its message asks for: one that is only taken note of is not decided. */
  readonly asked: Asks;
  readonly capacity: 'lead' | 'action' | 'information';
  readonly routedAt: Date;
  readonly dueAt: Date;
  /** When the answer is due, where the message names the day. */
  readonly answerBy?: Date;
}

/** A time to decide that begins. */
export interface DecisionDeadline {
  readonly dueAt: Date;
  readonly first: StepAt<DecisionStep>;
}

/**
 * Until when a body that took a message up at `at` is to decide or to answer: until the day that the message names, or as
 * long again as it had to acknowledge. Undefined when it is asked for no decision.
 */
export function timeToDecide(recipient: Decider, at: Date): DecisionDeadline | undefined {
  if (recipient.capacity === 'information' || recipient.asked === 'acknowledgement') return undefined;
  const dueAt = recipient.answerBy ?? new Date(at.getTime() + recipient.dueAt.getTime() - recipient.routedAt.getTime());
  const first = nextDecisionStep(undefined, at, dueAt);
  return first && { dueAt, first };
}

/** What lateness hangs on. */
export interface Awaited {
  readonly state: RecipientState;
  readonly dueAt: Date;
  readonly decisionDueAt: Date | null;
}

/** Whether a recipient let its deadline pass: to acknowledge or, once it did, to decide. A flag, never a state. */
export function isOverdue(recipient: Awaited, now: Date): boolean {
  if (recipient.state === 'pending') return recipient.dueAt < now;
  return recipient.state === 'acknowledged' && recipient.decisionDueAt !== null && recipient.decisionDueAt < now;
}

/** The deadline that runs, or ran last: to acknowledge, or to decide. */
export function runningDeadline(recipient: Awaited): Date {
  return recipient.state === 'acknowledged' ? (recipient.decisionDueAt ?? recipient.dueAt) : recipient.dueAt;
}

function following<Step extends string>(
  steps: readonly { readonly step: Step; readonly share: number }[],
  after: Step | undefined,
  from: Date,
  dueAt: Date,
): StepAt<Step> | undefined {
  const index = after === undefined ? 0 : steps.findIndex(({ step }) => step === after) + 1;
  const next = steps[index];
  if (!next) return undefined;
  return { step: next.step, at: new Date(from.getTime() + (dueAt.getTime() - from.getTime()) * next.share) };
}
