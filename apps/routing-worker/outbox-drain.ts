import { assertNever, type Uuid } from '#kernel';
import { announce, leaveMails, supersede, type Announcement, type NewMail } from '#delivery';
import { PROGRESS_STEP, isDecisionStep, isLateStep, type TrackingStep } from '#messages';
import type { Transaction } from '#platform/database';
import { claimEvents, postpone, settle, type ClaimedEvent, type Topic } from '#platform/outbox';
import { systemZones, tellOfMeeting } from '#meetings';
import { recallOnward } from '#referrals';
import { rerouteMessage, routeMessages } from '#routing';
import { settleAgendaRequests } from '#tracking';
import { recipientAnnouncements } from './announcements';
import { noticeOfBreakGlass } from './break-glass-notice';
import { contentSource } from './content-source';
import type { DrainTools } from './drain-tools';
import { noticeOfException } from './exception-notice';
import { tellRecipients } from './tell-recipients';

/** What is in a batch waits for all of it, and the transaction's own statements are few beside those of an event. */
const BATCH = 32;
const WORKER = { kind: 'worker' } as const;

/**
 * Takes events from the outbox until none waits: routes what was submitted, and leaves deliveries for those who are to be
 * told. An event is removed in the transaction that dealt with it, so each takes effect once, whenever a worker dies.
 *
 * @returns how many were dealt with.
 */
export async function drainOutbox(tools: DrainTools, stopping: AbortSignal): Promise<number> {
  let dealt = 0;
  while (!stopping.aborted) {
    const count = await dealWithBatch(tools, BATCH).catch((error: unknown) => {
      tools.onFault(error);
      return oneByOne(tools, stopping);
    });
    if (count === 0) return dealt;
    dealt += count;
  }
  return dealt;
}

/** After a fault in a batch: each event by itself, so that one that cannot be dealt with holds up only its own thread. */
async function oneByOne(tools: DrainTools, stopping: AbortSignal): Promise<number> {
  let dealt = 0;
  for (let index = 0; index < BATCH && !stopping.aborted; index += 1) {
    let current: string | undefined;
    try {
      const count = await dealWithBatch(tools, 1, (event) => {
        current = event.id;
      });
      if (count === 0) return dealt;
      dealt += count;
    } catch (error) {
      if (current === undefined) throw error;
      const id = current;
      const fault = error instanceof Error ? error.name : 'unknown';
      await tools.database.transaction(WORKER, (tx) => postpone(tx, id, fault));
      tools.onFault(error);
    }
  }
  return dealt;
}

async function dealWithBatch(
  tools: DrainTools,
  limit: number,
  onClaimed?: (event: ClaimedEvent) => void,
): Promise<number> {
  const wake = new Set<Uuid>();
  const events = await tools.database.transaction(WORKER, async (tx) => {
    wake.clear();
    const claimed = await claimEvents(tx, limit);
    for (const event of claimed) onClaimed?.(event);
    // Of each thread one event was claimed, so what is submitted may go first, together.
    const submitted = claimed.filter(({ topic }) => topic === 'message.submitted');
    for (const endpointId of await routeSubmitted(tools, tx, submitted)) wake.add(endpointId);
    for (const event of claimed)
      if (event.topic !== 'message.submitted')
        for (const endpointId of await dealWith(tools, tx, { ...event, topic: event.topic })) wake.add(endpointId);
    await settle(
      tx,
      claimed.map(({ id }) => id),
    );
    return claimed;
  });
  for (const endpointId of wake) tools.wakeLane(endpointId);
  for (const { topic } of events) tools.onTold?.(topic);
  return events.length;
}

async function routeSubmitted(
  tools: DrainTools,
  tx: Transaction,
  events: readonly ClaimedEvent[],
): Promise<readonly Uuid[]> {
  if (events.length === 0) return [];
  const routed = await routeMessages(
    { ...tools, tx },
    events.map(({ messageId }) => messageId),
  );
  return tellRecipients(tools, tx, routed);
}

/** What happened after a message was submitted. */
type LaterEvent = ClaimedEvent & { readonly topic: Exclude<Topic, 'message.submitted'> };

async function dealWith(tools: DrainTools, tx: Transaction, event: LaterEvent): Promise<readonly Uuid[]> {
  switch (event.topic) {
    case 'recipient.acknowledged':
    case 'recipient.decided':
    case 'recipient.progressed':
    case 'recipient.cancelled':
    case 'recipient.erased':
    case 'recipient.closed':
    case 'recipient.reopened':
    case 'accountability.asked':
      // Content that waits for a body from which it is called off is not sent; what is thin may be.
      if (event.topic === 'recipient.cancelled') await supersede(tx, event.recipientId, { encrypted: true });
      await settleAgendaRequests(tx, event.recipientId, tools.clock.now());
      return announceAtRecipient(tools, tx, event);
    case 'recipient.reminder': {
      const announcements = await recipientAnnouncements(tx, event, tools.publicUrl, tools.clock.now());
      const { wake, withoutEndpoint } = await announce(tx, announcements);
      await leaveReminderMails(tx, event, announcements, withoutEndpoint);
      return wake;
    }
    case 'recipient.recalled': {
      await supersede(tx, event.recipientId);
      if (event.recipientId !== null)
        await recallOnward(tx, tools.clock, { messageId: event.messageId, recipientId: event.recipientId });
      await settleAgendaRequests(tx, event.recipientId, tools.clock.now());
      return announceAtRecipient(tools, tx, event);
    }
    case 'message.rerouted': {
      const routed = await rerouteMessage({ ...tools, tx }, event.messageId, addresseesOf(event.detail));
      if (!routed) return [];
      return tellRecipients(tools, tx, [routed]);
    }
    case 'exception.approved':
      return noticeOfException(tools, tx, event);
    case 'break_glass.requested':
    case 'break_glass.approved':
      await noticeOfBreakGlass(tools.clock, tx, event);
      return [];
    case 'meeting.scheduled':
    case 'meeting.changed':
    case 'meeting.cancelled':
      return tellOfMeeting({ ...tools, zones: systemZones }, tx, event);
    default:
      return assertNever(event.topic);
  }
}

/** Tells of what happened at a recipient. @returns the endpoints to wake. */
async function announceAtRecipient(tools: DrainTools, tx: Transaction, event: ClaimedEvent): Promise<readonly Uuid[]> {
  const announcements = await recipientAnnouncements(tx, event, tools.publicUrl, tools.clock.now());
  return (await announce(tx, announcements, contentSource(tools))).wake;
}

/** Slugs travel in one text: details of an event are plain values. */
function addresseesOf(detail: ClaimedEvent['detail']): string[] {
  return String(detail['to'] ?? '')
    .split(' ')
    .filter(Boolean);
}

/**
 * Who has no endpoint is reminded by mail: the recipient at every step, from the deadline on at the focal point's back-up;
 * the sender and whoever it is escalated to once it is late, so that nobody is written to about what may still come in time.
 */
async function leaveReminderMails(
  tx: Transaction,
  event: ClaimedEvent,
  announcements: readonly Announcement[],
  withoutEndpoint: readonly Announcement[],
): Promise<void> {
  const { recipientId, messageId } = event;
  const [reminder, ...others] = announcements;
  if (!reminder || recipientId === null) return;
  const step = event.detail['step'] as TrackingStep;
  const toBackUp = isLateStep(step);
  const told: Pick<NewMail, 'kind' | 'organisationId' | 'toBackUp'>[] = [
    { kind: reminderKind(step), organisationId: reminder.organisationId, toBackUp },
    ...(toBackUp ? others : []).map(({ organisationId }) => ({
      kind: isDecisionStep(step) ? ('undecided' as const) : ('unacknowledged' as const),
      organisationId,
      toBackUp: false,
    })),
  ];
  await leaveMails(
    tx,
    told
      .filter((mail) => withoutEndpoint.some(({ organisationId }) => organisationId === mail.organisationId))
      .map((mail) => ({ ...mail, recipientId, messageId, dedupe: `event/${event.id}/${mail.organisationId}` })),
    reminder.at,
  );
}

function reminderKind(step: TrackingStep): NewMail['kind'] {
  if (step === PROGRESS_STEP) return 'progress_reminder';
  return isDecisionStep(step) ? 'decision_reminder' : 'reminder';
}
