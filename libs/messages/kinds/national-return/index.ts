import type { JsonObject } from '../../domain/release/json';
import { periodContradictions } from '../../kind/information/facts';
import type { MessageKind } from '../../kind/message-kind';
import { answersRequest } from '../../kind/returns/parts';
import { nationalReturnSchema } from './schema';

/** A nation reports on its legislation and its efforts against trafficking. */
export const kind = {
  ...answersRequest,
  name: 'national-return',
  version: 1,
  title: 'National return',
  summary: 'Reports on a nation’s legislation and efforts against trafficking; a reply to the request for it.',
  schema: nationalReturnSchema,
  repliesTo: ['national-return-request'],
  contradictions: (body: JsonObject) => periodContradictions(body),
} as const satisfies MessageKind;
