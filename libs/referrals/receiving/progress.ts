import { invalidInput, type Uuid } from '#kernel';
import {
  changeRecipient,
  nextStateOf,
  record,
  type Outcome,
  type RecipientEvent,
  type RecipientPatch,
} from '#messages';
import type { ReferralTools } from '../tools';
import { lockInboxItem } from './acknowledge';
import { sealNote } from './decide';

export const progressStates = ['in_progress', 'on_hold', 'completed', 'failed'] as const;
export type ProgressState = (typeof progressStates)[number];

export interface ProgressGiven {
  readonly state: ProgressState;
  /** Needed when completed or failed. */
  readonly outcome?: Outcome;
  readonly note?: string;
}

export interface Progressed {
  readonly messageId: Uuid;
  readonly reference: string;
  readonly state: string;
  readonly outcome: Outcome | null;
}

/**
 * The body tells how the accepted case goes. The same state again answers the same.
 *
 * @throws HubError `not_found`; `invalid_input` for an end without outcome; `illegal_transition` with what is possible.
 */
export async function progress(tools: ReferralTools, messageId: Uuid, given: ProgressGiven): Promise<Progressed> {
  requireOutcome(given);
  const recipient = await lockInboxItem(tools, messageId);
  const outcome = given.outcome ?? null;
  if (recipient.state === given.state && recipient.outcome === outcome)
    return { messageId, reference: recipient.reference, state: recipient.state, outcome };
  const to = nextStateOf(recipient, eventFor(recipient.state, given.state), 'recipient');
  const at = tools.clock.now();
  await changeRecipient(tools.tx, recipient.id, at, {
    state: to,
    ...awaited(recipient.state, given.state),
    ...(given.outcome ? { outcome: given.outcome } : {}),
  });
  const noteSealed = given.note === undefined ? undefined : await sealNote(tools, recipient, given.note);
  const about = {
    messageId,
    threadId: recipient.threadId,
    recipientId: recipient.id,
    organisationId: recipient.organisationId,
  };
  await record(tools.tx, {
    timeline: [
      {
        ...about,
        senderId: recipient.senderId,
        event: given.state,
        from: recipient.state,
        to,
        actorId: recipient.organisationId,
        detail: given.outcome ? { outcome: given.outcome } : {},
        ...(noteSealed ? { noteSealed } : {}),
        at,
      },
    ],
    evidence: [
      {
        action: 'recipient.progressed',
        at,
        actorId: recipient.organisationId,
        subjectType: 'message',
        subjectId: messageId,
        senderId: recipient.senderId,
        organisationId: recipient.organisationId,
        detail: { recipient: recipient.id, state: to, outcome },
      },
    ],
    events: [{ topic: 'recipient.progressed', ...about }],
  });
  return { messageId, reference: recipient.reference, state: to, outcome };
}

function eventFor(from: string, to: ProgressState): RecipientEvent {
  switch (to) {
    case 'in_progress':
      return from === 'on_hold' ? 'resume' : 'start';
    case 'on_hold':
      return 'hold';
    case 'completed':
      return 'complete';
    case 'failed':
      return 'fail';
  }
}

/** On hold nobody is reminded; back in progress, the time that was left goes on. */
function awaited(from: string, to: ProgressState): Pick<RecipientPatch, 'awaitNews' | 'stopReminders'> {
  switch (to) {
    case 'in_progress':
      return { awaitNews: from === 'on_hold' ? 'resume' : 'begin' };
    case 'on_hold':
      return { awaitNews: 'hold' };
    case 'completed':
    case 'failed':
      return { stopReminders: true };
  }
}

function requireOutcome({ state, outcome }: ProgressGiven): void {
  const ends = state === 'completed' || state === 'failed';
  if (ends === (outcome !== undefined)) return;
  const problem = ends
    ? { pointer: '/outcome', code: 'required', message: `"${state}" needs an outcome` }
    : { pointer: '/outcome', code: 'unexpected', message: `"${state}" has no outcome yet` };
  throw invalidInput([problem]);
}
