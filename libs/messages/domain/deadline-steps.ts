/** What happens to a recipient that has not acknowledged, in this order: share of the deadline → step. */
export const deadlineSteps = [
  { step: 'reminder_50', share: 0.5 },
  { step: 'reminder_80', share: 0.8 },
  { step: 'deadline', share: 1 },
  { step: 'escalation', share: 1.25 },
] as const;

export type DeadlineStep = (typeof deadlineSteps)[number]['step'];

/** The step after one (or the first), and when it is due. Undefined after the last. */
export function nextDeadlineStep(
  after: DeadlineStep | undefined,
  routedAt: Date,
  dueAt: Date,
): { readonly step: DeadlineStep; readonly at: Date } | undefined {
  const index = after === undefined ? 0 : deadlineSteps.findIndex(({ step }) => step === after) + 1;
  const next = deadlineSteps[index];
  if (!next) return undefined;
  return { step: next.step, at: new Date(routedAt.getTime() + (dueAt.getTime() - routedAt.getTime()) * next.share) };
}
