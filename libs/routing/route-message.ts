import { createHash } from 'node:crypto';
import { uuidv7, type Clock, type Uuid } from '#kernel';
import type { Directory, Operation } from '#directory';
import type { EvidenceEntry } from '#evidence';
import {
  insertRecipients,
  insertRoutingDecisions,
  lockMessage,
  messageKinds,
  nextDeadlineStep,
  nextMessageState,
  openBody,
  recipientIdsOf,
  record,
  releaseAttachments,
  sealedPlaces,
  type JsonObject,
  type MessageRow,
  type NewRecipient,
  type NewRoutingDecision,
  type TimelineEntry,
} from '#messages';
import type { Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { noteExceptions, recipientsByException } from './consent/exception-recipients';
import { acknowledgeBy } from './deadline';
import { decideRouting } from './decide-routing';
import type { RiskToLifeException } from './domain/routing-input';
import { releaseFor } from './release-for';
import { routingContext } from './routing-context';

export interface RoutingTools {
  readonly tx: Transaction;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly directory: Directory;
}

/** A recipient that is to be told. */
export interface Routed {
  readonly message: MessageRow;
  readonly recipients: readonly { readonly id: Uuid; readonly organisationId: Uuid; readonly dueAt: Date }[];
  readonly at: Date;
}

/**
 * Decides who receives a submitted message and what each of them sees, and writes it: recipients with their released
 * part only, every decision with its reasons, evidence. Undefined when it was routed before.
 */
export async function routeMessage(tools: RoutingTools, messageId: Uuid): Promise<Routed | undefined> {
  const { tx } = tools;
  const message = await lockMessage(tx, messageId);
  // An event told twice finds the message routed: nothing is left to do.
  if (message?.state !== 'submitted' || message.ruleSetVersion === null) return undefined;
  const body = await openBody(tools.vault, message);
  if (!body) return undefined;
  const { recipients, byException, kept, operation, at } = await decideAll(
    tools,
    message,
    message.ruleSetVersion,
    body,
  );
  await insertRecipients(tx, message, recipients, at);
  await releaseAttachments(tx, message, recipients, at);
  await noteExceptions(tx, byException);
  await insertRoutingDecisions(tx, message, message.ruleSetVersion, kept);
  await messageKinds.of(message.kind).applied?.(tx, {
    messageId,
    operationId: message.operationId,
    senderId: message.senderId,
    status: message.messageStatus,
    body,
    at,
  });
  await record(tx, {
    moves: [{ message, to: nextMessageState(message.state, 'route'), at }],
    timeline: [
      {
        messageId,
        senderId: message.senderId,
        event: 'routed',
        from: 'submitted',
        to: 'routed',
        detail: { recipients: recipients.length },
        at,
      },
      ...recipients.map((recipient) => sentTo(message, recipient, at)),
    ],
    evidence: [
      {
        action: 'message.routed',
        at,
        subjectType: 'message',
        subjectId: messageId,
        senderId: message.senderId,
        detail: { operation: operation.id, ruleSetVersion: message.ruleSetVersion, recipients: recipients.length },
      },
      ...recipients.map((recipient) => released(message, recipient, at)),
    ],
    events: [],
  });
  return { message, recipients, at };
}

/**
 * Sends a routed message on to further bodies, by the rules of today. Bodies that have it already are left as they are.
 * Undefined when nobody new may receive it.
 */
export async function rerouteMessage(
  tools: RoutingTools,
  messageId: Uuid,
  to: readonly string[],
): Promise<Routed | undefined> {
  const message = await lockMessage(tools.tx, messageId);
  if (message?.state !== 'routed') return undefined;
  const body = await openBody(tools.vault, message);
  if (!body) return undefined;
  const { version } = await tools.directory.operation(message.operationId);
  const decided = await decideAll(tools, { ...message, addressees: [...to] }, version, body);
  const present = new Set(await recipientIdsOf(tools.tx, messageId));
  const recipients = decided.recipients.filter(({ organisationId }) => !present.has(organisationId));
  if (recipients.length === 0) return undefined;
  const { at } = decided;
  await insertRecipients(tools.tx, message, recipients, at);
  await releaseAttachments(tools.tx, message, recipients, at);
  await noteExceptions(
    tools.tx,
    decided.byException.filter(({ recipientId }) => recipients.some(({ id }) => id === recipientId)),
  );
  await record(tools.tx, {
    timeline: recipients.map((recipient) => sentTo(message, recipient, at)),
    evidence: recipients.map((recipient) => released(message, recipient, at)),
    events: [],
  });
  return { message, recipients, at };
}

interface Decided {
  readonly operation: Operation;
  readonly recipients: readonly NewRecipient[];
  /** Recipients that are ones by an exception only. */
  readonly byException: readonly { readonly recipientId: Uuid; readonly exception: RiskToLifeException }[];
  readonly kept: readonly NewRoutingDecision[];
  readonly at: Date;
}

/** What the rules of a version decide for every body, and for each recipient its released part, sealed. */
async function decideAll(
  tools: RoutingTools,
  message: MessageRow,
  version: number,
  body: JsonObject,
): Promise<Decided> {
  const { directory } = tools;
  const operation = await directory.operationAt(message.operationId, version);
  const sender = await directory.slugOf(message.senderId);
  const at = tools.clock.now();
  const context = await routingContext(tools, message, { operation, sender, at });
  const { decisions } = decideRouting(message, body, context);
  const exceptions = recipientsByException(context, (holding) =>
    decideRouting(message, body, { ...context, exceptions: holding }),
  );
  const byException: { recipientId: Uuid; exception: RiskToLifeException }[] = [];
  const recipients: NewRecipient[] = [];
  const kept: NewRoutingDecision[] = [];
  for (const decision of decisions) {
    const organisationId = await directory.idOf(decision.organisation);
    if (organisationId === undefined) continue;
    kept.push({
      organisationId,
      outcome: decision.outcome,
      capacity: decision.as ?? null,
      profile: decision.profile ?? null,
      reasons: decision.reasons,
    });
    if (decision.outcome !== 'recipient') continue;
    const id = uuidv7();
    const exception = exceptions.get(decision.organisation);
    if (exception) byException.push({ recipientId: id, exception });
    const release = releaseFor(message.kind, decision.groups, body);
    const dataKey = await tools.vault.createDataKey();
    const dueAt = acknowledgeBy(operation, message.kind, message.priority, at);
    const first = nextDeadlineStep(undefined, at, dueAt);
    if (!first) throw new Error('a deadline has no first step');
    recipients.push({
      id,
      organisationId,
      capacity: decision.as,
      profile: decision.profile,
      groups: decision.groups,
      dueAt,
      dataKey: dataKey.reference,
      releaseSealed: tools.vault.sealJson(dataKey, release.body, sealedPlaces.release(id)),
      releasedFields: release.released,
      nextStep: first.step,
      nextStepAt: first.at,
    });
  }

  return { operation, recipients, byException, kept, at };
}

function sentTo(message: MessageRow, recipient: NewRecipient, at: Date): TimelineEntry {
  return {
    messageId: message.id,
    senderId: message.senderId,
    recipientId: recipient.id,
    organisationId: recipient.organisationId,
    event: 'sent',
    to: 'pending',
    detail: { capacity: recipient.capacity, dueAt: recipient.dueAt },
    at,
  };
}

/** Which fields went to whom, and a digest of the sealed part: what was shown can be proven, not read. */
function released(message: MessageRow, recipient: NewRecipient, at: Date): EvidenceEntry {
  return {
    action: 'release.made',
    at,
    subjectType: 'message',
    subjectId: message.id,
    senderId: message.senderId,
    organisationId: recipient.organisationId,
    detail: {
      recipient: recipient.id,
      profile: recipient.profile,
      fields: recipient.releasedFields,
      digest: createHash('sha256').update(recipient.releaseSealed).digest('hex'),
    },
  };
}
