import type { JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { informationFacts, periodContradictions } from '../../kind/information/facts';
import { informationResponseSchema } from './schema';

/** Answers an information request; it goes to who asked. */
export const kind = {
  name: 'information-response',
  version: 1,
  title: 'Information response',
  summary:
    'Answers an information request, in whole or in part; it goes to who asked, and the lead agency is informed.',
  distribution: 'response',
  schema: informationResponseSchema,
  asks: 'acknowledgement',
  carriesCase: false,
  addressing: 'reply',
  repliesTo: ['information-request'],
  mustReply: true,
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  facts: (body: JsonObject) => informationFacts(body),
  contradictions: (body: JsonObject) => periodContradictions(body),
  settles: (body: JsonObject) => (body['final'] === false ? 'in_progress' : 'completed'),
} as const satisfies MessageKind;
