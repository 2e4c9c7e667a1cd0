import { isJsonObject, type JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { contradictionsOf } from '../referral/contradictions';
import { caseConsent, caseFacts } from '../referral/facts';
import type { ReferralBody } from '../referral/referral-body';
import { referralUpdateSchema } from './schema';

type UpdateBody = Omit<ReferralBody, 'request'> & Partial<Pick<ReferralBody, 'request'>>;

/** An update goes where the case went: by the same request, and the same consent unless it brings another. */
function completedUpdate(body: JsonObject, referral: JsonObject): JsonObject {
  const { request, consent } = referral;
  const asked = request !== undefined && isJsonObject(request) ? { request: withoutNote(request) } : {};
  return { ...asked, ...(consent === undefined ? {} : { consent }), ...body };
}

/** What is asked for, not what was said of the person. */
function withoutNote(request: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(request).filter(([name]) => name !== 'note'));
}

/** Tells what changed in a case that was referred. */
export const kind = {
  name: 'referral-update',
  version: 1,
  title: 'Referral update',
  summary: 'Tells what changed in a case that was referred: a reply in its thread, from either side.',
  distribution: 'update',
  schema: referralUpdateSchema,
  asks: 'acknowledgement',
  carriesCase: true,
  addressing: 'rules',
  repliesTo: ['referral', 'referral-update'],
  mustReply: true,
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  facts: (body: JsonObject) => caseFacts(body as unknown as UpdateBody),
  consent: (body: JsonObject) => caseConsent(body as unknown as UpdateBody),
  completed: (body: JsonObject, repliedTo: JsonObject) => completedUpdate(body, repliedTo),
  contradictions: (body: JsonObject) => contradictionsOf(body as unknown as UpdateBody),
} as const satisfies MessageKind;
