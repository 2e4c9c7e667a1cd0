import type { JsonObject } from '../../domain/release/json';
import { informationFacts, periodContradictions } from '../../kind/information/facts';
import type { MessageKind } from '../../kind/message-kind';
import { informationShareSchema } from './schema';

/** Tells other bodies what is known of patterns, routes, places and risks. */
export const kind = {
  name: 'information-share',
  version: 1,
  title: 'Information share',
  summary: 'Tells other bodies what is known of patterns, routes, places and risks. Never about a person.',
  distribution: 'report',
  schema: informationShareSchema,
  asks: 'acknowledgement',
  carriesCase: false,
  addressing: 'rules',
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  facts: (body: JsonObject) => informationFacts(body),
  contradictions: (body: JsonObject) => periodContradictions(body),
} as const satisfies MessageKind;
