import type { Uuid } from '#kernel';
import {
  insertRecipients,
  insertRoutingDecisions,
  lockMessage,
  lockMessages,
  messageKinds,
  nextMessageState,
  openBody,
  recipientIdsOf,
  record,
  releaseAttachments,
  type MessageRow,
} from '#messages';
import { noteExceptions } from './consent/exception-recipients';
import { groundsOf } from './consent/release-grounds';
import { decideRecipients, type RoutingTools } from './decide-recipients';
import { groupsUpTo } from './groups-up-to';
import { evidenceOf, released, sentTo, timelineOf } from './routed-record';

/** A recipient that is to be told. */
export interface Routed {
  readonly message: MessageRow;
  readonly recipients: readonly { readonly id: Uuid; readonly organisationId: Uuid; readonly dueAt: Date }[];
  readonly at: Date;
}

/** A message that waits to be routed. */
type Submitted = MessageRow & { readonly ruleSetVersion: number };

/**
 * Decides who receives submitted messages and what each of them sees, and writes it: recipients with their released part
 * only, every decision with its reasons, evidence. Several cost hardly more statements than one. Those that were routed
 * before, and those whose body was erased, are not in the answer.
 *
 * @param messageIds in the order of their submission
 */
export async function routeMessages(tools: RoutingTools, messageIds: readonly Uuid[]): Promise<Routed[]> {
  const locked = new Map((await lockMessages(tools.tx, messageIds)).map((message) => [message.id, message]));
  const submitted = messageIds.map((id) => locked.get(id)).filter(isSubmitted);
  const routed: Routed[] = [];
  for (const together of groupsUpTo(submitted, leavesSomething)) routed.push(...(await routeTogether(tools, together)));
  return routed;
}

/** An event told twice finds its message routed: nothing is left to do. */
function isSubmitted(message: MessageRow | undefined): message is Submitted {
  return message?.state === 'submitted' && message.ruleSetVersion !== null;
}

/** A message of a kind by which later ones are decided: who comes after it is to find what it leaves. */
function leavesSomething({ kind }: MessageRow): boolean {
  return messageKinds.of(kind).applied !== undefined;
}

async function routeTogether(tools: RoutingTools, messages: readonly Submitted[]): Promise<Routed[]> {
  const { tx, vault } = tools;
  const carrying = messages.filter(({ kind }) => messageKinds.of(kind).carriesCase).map(({ id }) => id);
  const grounds = await groundsOf(tools, carrying);
  const all = await Promise.all(
    messages.map(async (message) => {
      const body = await openBody(vault, message);
      if (!body) return undefined;
      const decided = await decideRecipients(tools, message, message.ruleSetVersion, body, grounds.get(message.id));
      return { message, body, ...decided };
    }),
  );
  const routed = all.filter((one) => one !== undefined);
  insertRecipients(tx, routed);
  insertRoutingDecisions(
    tx,
    routed.map(({ message, kept }) => ({ message, version: message.ruleSetVersion, decisions: kept })),
  );
  await releaseAttachments(tx, routed);
  await noteExceptions(
    tx,
    routed.flatMap(({ byException }) => byException),
  );
  for (const { message, body, at } of routed)
    await messageKinds.of(message.kind).applied?.(tx, {
      messageId: message.id,
      operationId: message.operationId,
      senderId: message.senderId,
      status: message.messageStatus,
      body,
      at,
    });
  await record(tx, {
    moves: routed.map(({ message, at }) => ({ message, to: nextMessageState(message.state, 'route'), at })),
    timeline: routed.flatMap(timelineOf),
    evidence: routed.flatMap(evidenceOf),
    events: [],
  });
  return routed;
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
  const decided = await decideRecipients(tools, { ...message, addressees: [...to] }, version, body);
  const present = new Set(await recipientIdsOf(tools.tx, messageId));
  const recipients = decided.recipients.filter(({ organisationId }) => !present.has(organisationId));
  if (recipients.length === 0) return undefined;
  const { at } = decided;
  const routed = { message, recipients, at };
  insertRecipients(tools.tx, [routed]);
  await releaseAttachments(tools.tx, [routed]);
  await noteExceptions(
    tools.tx,
    decided.byException.filter(({ recipientId }) => recipients.some(({ id }) => id === recipientId)),
  );
  await record(tools.tx, {
    timeline: recipients.map((recipient) => sentTo(message, recipient, at)),
    evidence: recipients.map((recipient) => released(message, recipient, at)),
    events: [],
  });
  return routed;
}
