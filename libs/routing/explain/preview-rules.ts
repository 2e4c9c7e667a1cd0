import type { Uuid } from '#kernel';
import type { Operation } from '#directory';
import { messageColumns, openBody, type MessageRow } from '#messages';
import type { Vault } from '#vault';
import { factsOfRecord } from '../consent/consent-facts';
import { consentsOf, type ConsentRow } from '../consent/consent.store';
import { route } from '../domain/route';
import { messageInput } from '../message-input';
import { compareDecisions, type DecisionChange } from './compare-decisions';
import { ownOperation } from './own-operation';
import { readDefinition } from './read-definition';
import type { RuleTools } from './read-rule-set';

/** So many of the last messages are tried at most. */
export const PREVIEWED_MESSAGES = 200;

/** A message that the proposed rules decide otherwise. */
export interface ChangedMessage {
  readonly id: Uuid;
  readonly reference: string;
  readonly status: string;
  readonly changes: readonly DecisionChange[];
}

export interface RulesPreview {
  readonly operation: string;
  /** The rules in force, which the proposed ones are compared with. */
  readonly ruleSetVersion: number;
  readonly digest: string;
  readonly proposedDigest: string;
  readonly considered: number;
  /** Sent, but their content was erased: nothing can be said of them. */
  readonly erased: number;
  readonly changed: number;
  /** Recipients, over all messages, that the proposed rules add, take away, or show something else. */
  readonly recipients: { readonly added: number; readonly removed: number; readonly altered: number };
  readonly messages: readonly ChangedMessage[];
}

/**
 * What proposed rules would have decided otherwise, over the last messages that the caller sent in the operation: a body
 * opens its own messages and nobody else's. Old and new rules are asked as of the time at which each was sent, so that
 * nothing but the rules differs. Changes nothing.
 *
 * @throws HubError `operation_unknown`; `invalid_input` with every problem of the text.
 */
export async function previewRules(
  tools: RuleTools & { readonly vault: Vault; readonly caller: { readonly organisationId: Uuid } },
  operationId: string,
  definition: string,
): Promise<RulesPreview> {
  const { operation, version } = await ownOperation(tools.directory, tools.caller.slug, operationId);
  const proposed = readDefinition(operationId, definition);
  const rows = await sentMessages(tools.tx, tools.caller.organisationId, operationId);
  const consents = await consentsOf(
    tools.tx,
    rows.map(({ id }) => id),
  );
  const messages: ChangedMessage[] = [];
  let erased = 0;
  for (const row of rows) {
    const changes = await changesOf(tools, row, consents.get(row.id), operation, proposed);
    if (!changes) erased += 1;
    else if (changes.length > 0)
      messages.push({ id: row.id, reference: row.reference, status: row.messageStatus, changes });
  }
  return {
    operation: operation.id,
    ruleSetVersion: version,
    digest: operation.digest,
    proposedDigest: proposed.digest,
    considered: rows.length - erased,
    erased,
    changed: messages.length,
    recipients: countRecipients(messages.flatMap(({ changes }) => changes)),
    messages,
  };
}

type SentMessage = MessageRow & { readonly sentAt: Date };

async function sentMessages(tx: RuleTools['tx'], senderId: Uuid, operationId: string): Promise<SentMessage[]> {
  return tx.rows<SentMessage>(
    `SELECT ${messageColumns} FROM messages
     WHERE sender_id = $1 AND operation_id = $2 AND sent_at IS NOT NULL
     ORDER BY id DESC LIMIT ${PREVIEWED_MESSAGES}`,
    [senderId, operationId],
  );
}

/** Undefined when the content was erased. */
async function changesOf(
  tools: { readonly vault: Vault; readonly caller: { readonly slug: string } },
  row: SentMessage,
  record: ConsentRow | undefined,
  operation: Operation,
  proposed: Operation,
): Promise<DecisionChange[] | undefined> {
  const body = await openBody(tools.vault, row);
  if (!body) return undefined;
  // As it was sent: a consent that was withdrawn since then says nothing about the rules.
  const consent = record ? { consent: factsOfRecord({ ...record, state: 'active' }) } : {};
  const about = { sender: tools.caller.slug, at: row.sentAt, ...consent };
  const under = (rules: Operation) => ({
    operation: rules,
    result: route(messageInput(row, body, { ...about, operation: rules })),
  });
  return compareDecisions(under(operation), under(proposed));
}

function countRecipients(changes: readonly DecisionChange[]): RulesPreview['recipients'] {
  const receives = (view: DecisionChange['before']) => view?.outcome === 'recipient';
  return {
    added: changes.filter(({ before, after }) => !receives(before) && receives(after)).length,
    removed: changes.filter(({ before, after }) => receives(before) && !receives(after)).length,
    altered: changes.filter(({ before, after }) => receives(before) && receives(after)).length,
  };
}
