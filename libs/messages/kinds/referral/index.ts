import { referralSchema } from './schema';

const HOUR = 3_600_000;

/** The message kind that asks a body to take up a person's case. Deadlines to acknowledge, in milliseconds per priority. */
export const referralKind = {
  kind: 'referral',
  version: 1,
  schema: referralSchema,
  deadlines: { emergency: 24 * HOUR, urgent: 72 * HOUR, normal: 14 * 24 * HOUR },
} as const;
