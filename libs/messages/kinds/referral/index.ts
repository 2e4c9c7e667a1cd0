import type { JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { contradictionsOf } from './contradictions';
import { caseConsent, caseFacts } from './facts';
import type { ReferralBody } from './referral-body';
import { referralSchema } from './schema';

/** Asks a body to take up a person's case. */
export const kind = {
  name: 'referral',
  version: 1,
  title: 'Referral',
  summary: "Asks a body to take up a person's case, and is tracked to its outcome.",
  distribution: 'request',
  schema: referralSchema,
  asks: 'decision',
  carriesCase: true,
  addressing: 'rules',
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  facts: (body: JsonObject) => caseFacts(body as unknown as ReferralBody),
  consent: (body: JsonObject) => caseConsent(body as unknown as ReferralBody),
  contradictions: (body: JsonObject) => contradictionsOf(body as unknown as ReferralBody),
} as const satisfies MessageKind;
