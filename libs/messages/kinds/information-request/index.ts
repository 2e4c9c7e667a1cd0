import type { JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { informationFacts, periodContradictions } from '../../kind/information/facts';
import { informationRequestSchema } from './schema';

/** Asks another body what it knows; tracked until it is answered or declined. */
export const kind = {
  name: 'information-request',
  version: 1,
  title: 'Information request',
  summary: 'Asks another body what it knows of patterns, routes, places and risks; tracked until answered or declined.',
  distribution: 'request',
  schema: informationRequestSchema,
  asks: 'answer',
  carriesCase: false,
  addressing: 'rules',
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  facts: (body: JsonObject) => informationFacts(body),
  contradictions: (body: JsonObject) => periodContradictions(body),
} as const satisfies MessageKind;
