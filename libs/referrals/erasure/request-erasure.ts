import { HubError, invalidInput, notFound, uuidv7, type Uuid } from '#kernel';
import { actorOf, areTwoPersons } from '#identity';
import { findMessage } from '#messages';
import type { EvidenceAction } from '#evidence';
import { witness } from '#evidence';
import { restsOnRecord } from '#routing';
import { caseIndex } from '../consent/case-index';
import { readerOf } from '../access/witness-read';
import type { ReferralTools } from '../tools';
import { decideErasureRow, insertErasure, lockErasure, type ErasureRow } from './erasure.store';
import { readErasure, reasonPlace, type ErasureView } from './read-erasure';

export interface ErasureAsked {
  /** Who wants it: the body itself, or the person whom the case is about. */
  readonly cause: 'body' | 'person';
  /** Kept sealed, and erased with the rest. */
  readonly reason: string;
  /** One message of the caller … */
  readonly messageId?: Uuid;
  /** … or all that it sent in an operation about one case. */
  readonly case?: { readonly operation: string; readonly caseCode: string };
}

/**
 * Asks that content which the caller's body sent is erased, with all that came of it. Nothing is erased before a second
 * person approves.
 *
 * @throws HubError `not_found`; `invalid_input` when no message of the body is about that case; `erased` when there is nothing left.
 */
export async function requestErasure(tools: ReferralTools, asked: ErasureAsked): Promise<ErasureView> {
  const { tx, vault, clock, caller } = tools;
  const { operationId, messageIds } = await subjectOf(tools, asked);
  const [id, dataKey, at] = [uuidv7(), await vault.createDataKey(), clock.now()];
  await insertErasure(tx, {
    id,
    operationId,
    organisationId: caller.organisationId,
    cause: asked.cause,
    messageIds,
    requestedBy: actorOf(caller),
    dataKey: dataKey.reference,
    reasonSealed: vault.sealJson(dataKey, asked.reason, reasonPlace(id)),
    at,
  });
  await witnessErasure(tools, 'erasure.requested', id, { cause: asked.cause, messages: messageIds });
  return readErasure(tools, id);
}

/** A second person approves: the content is gone within seconds, and for good. @throws HubError `not_found`; `forbidden` to who asked; `illegal_transition`. */
export function approveErasure(tools: ReferralTools, id: Uuid): Promise<ErasureView> {
  return decide(tools, id, 'approved');
}

/** A second person refuses. @throws HubError `not_found`; `forbidden` to who asked; `illegal_transition`. */
export function refuseErasure(tools: ReferralTools, id: Uuid): Promise<ErasureView> {
  return decide(tools, id, 'refused');
}

async function decide(tools: ReferralTools, id: Uuid, state: 'approved' | 'refused'): Promise<ErasureView> {
  const { tx, clock, caller } = tools;
  const erasure = await lockErasure(tx, id);
  if (!erasure) throw notFound('erasure');
  requireOpen(erasure, state);
  if (erasure.requestedBy !== null && !(await areTwoPersons(tx, erasure.requestedBy, actorOf(caller))))
    throw new HubError(
      'forbidden',
      'Another person decides on an erasure than who asked for it; two keys that one person made are one.',
    );
  await decideErasureRow(tx, id, { state, by: actorOf(caller), at: clock.now() });
  await witnessErasure(tools, `erasure.${state}`, id, { messages: erasure.messageIds });
  return readErasure(tools, id);
}

function requireOpen({ state }: ErasureRow, to: string): void {
  if (state !== 'requested')
    throw new HubError('illegal_transition', `This erasure is ${state}: nothing is decided on it any more.`, {
      extra: { state, event: to === 'approved' ? 'approve' : 'refuse', legal: [] },
    });
}

async function subjectOf(
  tools: ReferralTools,
  asked: ErasureAsked,
): Promise<{ readonly operationId: string; readonly messageIds: readonly Uuid[] }> {
  if (asked.messageId !== undefined) {
    const message = await findMessage(tools.tx, asked.messageId);
    if (!message) throw notFound('message');
    if (message.dataKey === null) throw new HubError('erased', 'The content of this message was erased before.');
    return { operationId: message.operationId, messageIds: [message.id] };
  }
  const { operation, caseCode } = asked.case ?? { operation: '', caseCode: '' };
  await tools.directory.operation(operation);
  const rows = await tools.tx.rows<{ id: Uuid }>(
    `SELECT m.id FROM consents c JOIN messages m ON ${restsOnRecord}
     WHERE c.organisation_id = $1 AND c.operation_id = $2 AND c.case_index = $3 AND m.data_key IS NOT NULL ORDER BY m.id`,
    [tools.caller.organisationId, operation, await caseIndex(tools.vault, tools.caller.organisationId, caseCode)],
  );
  if (rows.length === 0)
    throw invalidInput([
      {
        pointer: '/case/caseCode',
        code: 'no_such_case',
        message:
          'is the code of nothing that your body sent in this operation. A draft without a consent is found by its id only.',
      },
    ]);
  return { operationId: operation, messageIds: rows.map(({ id }) => id) };
}

async function witnessErasure(
  { tx, clock, caller }: ReferralTools,
  action: EvidenceAction,
  id: Uuid,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await witness(tx, [
    {
      action,
      at: clock.now(),
      actorId: caller.organisationId,
      subjectType: 'erasure',
      subjectId: id,
      senderId: caller.organisationId,
      detail: { ...detail, ...readerOf(caller) },
    },
  ]);
}
