import { eventTypeFor, type EventType, type Happening } from '#delivery';
import type { Uuid } from '#kernel';
import {
  PROGRESS_STEP,
  deadlineSteps,
  decisionSteps,
  isOverdue,
  runningDeadline,
  type RecipientState,
} from '#messages';

/** A line of a message's timeline as one body may see it: ids, codes and times, no words of anybody. */
export interface EventLine {
  /** Of the line: a UUIDv7. */
  readonly id: Uuid;
  readonly messageId: Uuid;
  readonly reference: string;
  readonly kind: string;
  readonly operation: string;
  /** actual, exercise or test. */
  readonly status: string;
  readonly event: string;
  /** The recipient that it is about; null when it is about the whole. */
  readonly organisation: string | null;
  /** The state after it, of the recipient or of the whole; null when it changed none. */
  readonly state: string | null;
  readonly at: Date;
  /** Whether the body that sees it sent the message; otherwise it received it. */
  readonly sent: boolean;
  readonly threadId: Uuid;
  /** How the recipient stands now, if it is about one: for the deadline that runs. */
  readonly recipientState: RecipientState | null;
  readonly dueAt: Date | null;
  readonly decisionDueAt: Date | null;
}

const REMINDERS: readonly string[] = [
  ...deadlineSteps.map(({ step }) => step),
  ...decisionSteps.map(({ step }) => step),
];

/** The event by the name that webhooks use. What has no name of its own there is an update. */
export function eventTypeOf({ kind, event }: Pick<EventLine, 'kind' | 'event'>): EventType {
  return eventTypeFor(kind, happeningOf(event));
}

/** The deadline of the recipient that a line is about, as webhooks tell it; null where it is about none. */
export function deadlineOf(line: EventLine, now: Date): { readonly dueAt: Date | null; readonly overdue: boolean } {
  const { recipientState: state, dueAt, decisionDueAt } = line;
  if (state === null || dueAt === null) return { dueAt: null, overdue: false };
  const recipient = { state, dueAt, decisionDueAt };
  return { dueAt: runningDeadline(recipient), overdue: isOverdue(recipient, now) };
}

function happeningOf(event: string): Happening {
  switch (event) {
    case 'routed':
    case 'sent':
      return 'routed';
    case 'cancelled':
      return 'cancelled';
    case 'consent_withdrawn':
      return 'recalled';
    case 'erased':
      return 'erased';
    default:
      return event === PROGRESS_STEP || REMINDERS.includes(event) ? 'reminder' : 'updated';
  }
}
