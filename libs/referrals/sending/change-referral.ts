import { HubError, notFound, staleVersion, type Uuid } from '#kernel';
import {
  changeDraft,
  lockMessage,
  record,
  sealBody,
  type MessageStatus,
  type Priority,
  type ReferralBody,
} from '#messages';
import type { ReferralTools } from '../tools';
import { requireValid } from './check-referral';
import { readReferral, type ReferralView } from './read-referral';

/** What may be changed of a draft. A member that is left out stays; the body is replaced as a whole. */
export interface ReferralChange {
  readonly priority?: Priority;
  readonly status?: MessageStatus;
  readonly to?: readonly string[];
  readonly keywords?: readonly string[];
  readonly language?: string;
  readonly body?: unknown;
}

/**
 * Changes a draft that nobody has seen yet.
 *
 * @throws HubError `not_found`; `illegal_transition` when it is no draft any more; `stale_version` when somebody changed
 * it meanwhile; `invalid_input` with every problem by its pointer.
 */
export async function changeReferral(
  tools: ReferralTools,
  id: Uuid,
  expectedVersion: number,
  change: ReferralChange,
): Promise<ReferralView> {
  const { tx, clock, caller } = tools;
  const message = await lockMessage(tx, id);
  if (!message) throw notFound('referral');
  if (message.state !== 'draft')
    throw new HubError('illegal_transition', `Only a draft can be changed; this referral is ${message.state}.`, {
      extra: { state: message.state, event: 'change', legal: [] },
    });
  if (message.version !== expectedVersion) throw staleVersion(message.version);
  const { operation } = await tools.directory.operation(message.operationId);
  requireValid(operation, change);
  const at = clock.now();
  const sealed = change.body === undefined ? undefined : await sealBody(tools.vault, id, change.body as ReferralBody);
  await changeDraft(tx, id, at, {
    ...change,
    ...(sealed ? { dataKey: sealed.dataKey.wrapped, bodySealed: sealed.sealed } : {}),
  });
  const about = { messageId: id, senderId: message.senderId, actorId: caller.organisationId, at };
  await record(tx, {
    timeline: [{ ...about, event: 'changed', detail: { fields: Object.keys(change).sort() } }],
    evidence: [
      {
        action: 'referral.changed',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: message.senderId,
        detail: { fields: Object.keys(change).sort() },
      },
    ],
    events: [],
  });
  return readReferral(tools, id);
}
