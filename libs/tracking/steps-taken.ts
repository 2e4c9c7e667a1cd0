import type { Uuid } from '#kernel';
import { isEscalation, messageKinds, type Change, type TrackingStep } from '#messages';

/** A step that a recipient has reached. */
export interface TakenStep {
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly senderId: Uuid;
  readonly organisationId: Uuid;
  readonly operationId: string;
  readonly kind: string;
  readonly threadId: Uuid;
  readonly step: TrackingStep;
  /** The deadline that the step belongs to; for a quiet case, since when it is quiet. */
  readonly dueAt: Date;
  /** The body that is told besides the two parties. */
  readonly escalatedTo?: Uuid;
}

/** Whether a step brings it before a coordinator and the next meeting: never what only some people are to know of. */
export function escalates({ step, kind }: Pick<TakenStep, 'step' | 'kind'>): boolean {
  return isEscalation(step) && !messageKinds.of(kind).needToKnow;
}

/** What steps leave behind: a line in the timeline each, evidence, and an event that tells people. */
export function stepsTaken(taken: readonly TakenStep[], at: Date): Change {
  return {
    timeline: taken.map((one) => ({
      messageId: one.messageId,
      senderId: one.senderId,
      recipientId: one.id,
      organisationId: one.organisationId,
      event: one.step,
      detail: {
        ...(one.step === 'progress_reminder' ? { quietSince: one.dueAt } : { dueAt: one.dueAt }),
        ...(escalates(one) ? { agenda: true } : {}),
      },
      at,
    })),
    evidence: taken.map((one) => ({
      action: 'recipient.reminded',
      at,
      subjectType: 'message',
      subjectId: one.messageId,
      senderId: one.senderId,
      organisationId: one.organisationId,
      detail: {
        recipient: one.id,
        step: one.step,
        ...(escalates(one) ? { agenda: true, escalatedTo: one.escalatedTo ?? null } : {}),
      },
    })),
    events: taken.map((one) => ({
      topic: 'recipient.reminder',
      threadId: one.threadId,
      messageId: one.messageId,
      recipientId: one.id,
      detail: { step: one.step, ...(one.escalatedTo ? { escalatedTo: one.escalatedTo } : {}) },
    })),
  };
}
