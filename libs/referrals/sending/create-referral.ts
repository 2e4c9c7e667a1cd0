import { uuidv7, type Uuid } from '#kernel';
import {
  insertDraft,
  record,
  referralKind,
  sealBody,
  type MessageStatus,
  type Priority,
  type ReferralBody,
} from '#messages';
import { linkConsent } from '#routing';
import { restOnConsent } from '../consent/rest-on-consent';
import type { ReferralTools } from '../tools';
import { requireTakingPart, requireValid } from './check-referral';

export interface NewReferral {
  /** The operation's id, for example `afghanistan`. */
  readonly operation: string;
  readonly priority: Priority;
  /** Exercise and test referrals go the same way and count nowhere. */
  readonly status: MessageStatus;
  /** Bodies it is addressed to; none: the rules decide alone. */
  readonly to?: readonly string[];
  readonly keywords?: readonly string[];
  /** BCP 47. */
  readonly language?: string;
  /** The consent record that it rests on. Absent: one is made of the body's own section when it is submitted. */
  readonly consentId?: Uuid;
  readonly body: unknown;
  /** The row that an import read it from. */
  readonly importKey?: Buffer;
}

export interface DraftCreated {
  readonly id: Uuid;
  readonly reference: string;
}

/**
 * Keeps a referral as a draft of the caller's body. Nobody else sees it before it is submitted.
 *
 * @returns undefined when an import brought the same row before.
 * @throws HubError `operation_unknown`; `invalid_input` with every problem of the body by its pointer.
 */
export async function createReferral(tools: ReferralTools, referral: NewReferral): Promise<DraftCreated | undefined> {
  const { tx, vault, clock, caller } = tools;
  const { operation } = await tools.directory.operation(referral.operation);
  requireTakingPart(operation, caller.slug);
  const resting =
    referral.consentId === undefined
      ? undefined
      : await restOnConsent(tools, operation, referral.consentId, referral.body);
  const body = resting ? resting.body : referral.body;
  requireValid(operation, { ...referral, body });
  await resting?.check(body as ReferralBody);

  const id = uuidv7();
  const at = clock.now();
  const { dataKey, sealed } = await sealBody(vault, id, body as ReferralBody);
  const inserted = await insertDraft(tx, {
    id,
    operationId: operation.id,
    operationCode: operation.code,
    kind: referralKind.kind,
    kindVersion: referralKind.version,
    senderId: caller.organisationId,
    messageStatus: referral.status,
    priority: referral.priority,
    addressees: referral.to ?? [],
    keywords: referral.keywords ?? [],
    language: referral.language ?? 'en',
    marks: {},
    dataKey: dataKey.wrapped,
    bodySealed: sealed,
    ...(referral.importKey ? { importKey: referral.importKey } : {}),
    at,
  });
  if (!inserted) return undefined;
  if (referral.consentId !== undefined) await linkConsent(tx, id, referral.consentId);
  await record(tx, {
    timeline: [
      {
        messageId: id,
        senderId: caller.organisationId,
        event: 'drafted',
        to: 'draft',
        actorId: caller.organisationId,
        at,
      },
    ],
    evidence: [
      {
        action: referral.importKey ? 'referral.imported' : 'referral.drafted',
        at,
        actorId: caller.organisationId,
        subjectType: 'message',
        subjectId: id,
        senderId: caller.organisationId,
        detail: { operation: operation.id, priority: referral.priority, status: referral.status },
      },
    ],
    events: [],
  });
  return { id, reference: inserted.reference };
}
