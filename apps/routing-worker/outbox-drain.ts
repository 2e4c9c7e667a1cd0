import { assertNever, type Clock, type Uuid } from '#kernel';
import { announce, leaveMails, supersede, type Announcement, type NewMail } from '#delivery';
import type { Directory } from '#directory';
import { PROGRESS_STEP, isDecisionStep, isLateStep, type TrackingStep } from '#messages';
import type { Transaction, WorkerDatabase } from '#platform/database';
import { claimEvents, postpone, settle, type ClaimedEvent } from '#platform/outbox';

import { systemZones, tellOfMeeting } from '#meetings';
import { recallOnward } from '#referrals';
import { rerouteMessage, routeMessage, type Routed } from '#routing';
import { settleAgendaRequests } from '#tracking';
import type { Vault } from '#vault';
import { recipientAnnouncements, routedAnnouncements } from './announcements';
import { noticeOfBreakGlass } from './break-glass-notice';
import { contentSource } from './content-source';
import { noticeOfException } from './exception-notice';

export interface DrainTools {
  readonly database: WorkerDatabase;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly publicUrl: string;
  /** Wakes an endpoint's lane, once what waits for it is committed. */
  readonly wakeLane: (endpointId: Uuid) => void;
  readonly onTold?: (topic: string) => void;
  /** Told of an event that could not be dealt with; it is tried again later. */
  readonly onFault: (error: unknown) => void;
  /** Told of content that could not be encrypted; its event goes out thin. */
  readonly onContentFault: (error: unknown) => void;
}

/** What is in a batch waits for all of it, and the transaction's own statements are few beside those of an event. */
const BATCH = 10;
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
    for (const event of claimed) {
      onClaimed?.(event);
      for (const endpointId of await dealWith(tools, tx, event)) wake.add(endpointId);
    }
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

async function dealWith(tools: DrainTools, tx: Transaction, event: ClaimedEvent): Promise<readonly Uuid[]> {
  switch (event.topic) {
    case 'message.submitted': {
      const routed = await routeMessage({ ...tools, tx }, event.messageId);
      if (!routed) return [];
      return tellRecipients(tools, tx, routed);
    }
    case 'recipient.acknowledged':
    case 'recipient.decided':
    case 'recipient.progressed':
    case 'recipient.cancelled':
    case 'recipient.erased':
    case 'recipient.closed':
    case 'recipient.reopened':
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
      return tellRecipients(tools, tx, routed);
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

/** Tells the recipients of what was routed; with its content who asked for that. */
function announceRouted(tools: DrainTools, tx: Transaction, routed: Routed): ReturnType<typeof announce> {
  return announce(tx, routedAnnouncements(routed, tools.publicUrl), contentSource(tools));
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

/** Who has no endpoint is written to: a mail with a link to acknowledge by, and no content. */
async function leaveRoutedMails(tx: Transaction, routed: Routed, withoutEndpoint: readonly Uuid[]): Promise<void> {
  const mails = routed.recipients
    .filter(({ organisationId }) => withoutEndpoint.includes(organisationId))
    .map(({ id, organisationId }) => ({
      kind: 'routed' as const,
      organisationId,
      recipientId: id,
      messageId: routed.message.id,
      dedupe: 'routed',
      toBackUp: false,
    }));
  await leaveMails(tx, mails, routed.at);
}

/**
 * Who has no endpoint is reminded by mail: the recipient at every step, from the deadline on at the focal point's back-up;
 * the sender and whoever it is escalated to once it is late, so that nobody is written to about what may still come in time.
 */
async function leaveReminderMails(
  tx: Transaction,
  event: ClaimedEvent,
  announcements: readonly Announcement[],
  withoutEndpoint: readonly Uuid[],
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
      .filter(({ organisationId }) => withoutEndpoint.includes(organisationId))
      .map((mail) => ({ ...mail, recipientId, messageId, dedupe: `event/${event.id}/${mail.organisationId}` })),
    reminder.at,
  );
}

function reminderKind(step: TrackingStep): NewMail['kind'] {
  if (step === PROGRESS_STEP) return 'progress_reminder';
  return isDecisionStep(step) ? 'decision_reminder' : 'reminder';
}

/** Leaves deliveries and mails for the recipients of a routed message. @returns the endpoints to wake. */
async function tellRecipients(tools: DrainTools, tx: Transaction, routed: Routed): Promise<readonly Uuid[]> {
  const { wake, withoutEndpoint, held } = await announceRouted(tools, tx, routed);
  // Mostly all of them can be reached, and stay as they were written.
  if (withoutEndpoint.length + held.length > 0) await noteReachability(tx, routed, withoutEndpoint);
  await leaveRoutedMails(tx, routed, withoutEndpoint);
  return wake;
}

/** A recipient without an active endpoint is seen as such by the sender: it has to poll, or be called. */
async function noteReachability(tx: Transaction, routed: Routed, withoutEndpoint: readonly Uuid[]): Promise<void> {
  await tx.execute(
    `UPDATE recipients r SET delivery_state = CASE WHEN organisation_id = ANY($2) THEN 'no_endpoint' ELSE 'held' END
     WHERE id = ANY($1) AND (organisation_id = ANY($2)
       OR NOT EXISTS (SELECT FROM deliveries d JOIN waiting_deliveries w ON w.delivery_id = d.id
                      WHERE d.recipient_id = r.id AND NOT w.held))`,
    [routed.recipients.map(({ id }) => id), withoutEndpoint],
    'note-reachability',
  );
}
