import { createMessage, type DraftCreated } from '../messages/create-message';
import type { NewMessage } from '../messages/new-message';
import type { ReferralTools } from '../tools';

/** A referral as its sender writes it: a message of that kind that begins a thread. */
export type NewReferral = Omit<NewMessage, 'kind' | 'inReplyTo' | 'supersedes'>;

/**
 * Keeps a referral as a draft of the caller's body. Nobody else sees it before it is submitted.
 *
 * @returns undefined when an import brought the same row before.
 * @throws HubError `operation_unknown`; `invalid_input` with every problem of the body by its pointer.
 */
export function createReferral(tools: ReferralTools, referral: NewReferral): Promise<DraftCreated | undefined> {
  return createMessage(tools, { ...referral, kind: 'referral' });
}
