import type { InputProblem } from '#kernel';
import type { JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { accountabilityNoticeSchema } from './schema';

/** Brings an allegation against personnel of a nation before the authority that the nation designated, and nobody else. */
export const kind = {
  name: 'accountability-notice',
  version: 1,
  title: 'Accountability notice',
  summary:
    'Brings an allegation against personnel of a nation before the authority that the nation designated; followed until the nation says how it ended.',
  distribution: 'request',
  schema: accountabilityNoticeSchema,
  asks: 'answer',
  carriesCase: false,
  countedElsewhere: true,
  addressing: 'rules',
  needToKnow: true,
  // RED: whom it is addressed to, and nobody besides, the lead agency included.
  marks: { tlp: 'RED', classification: 'UNCLASSIFIED' },
  contradictions: ({ from, to }: JsonObject): InputProblem[] =>
    typeof from === 'string' && typeof to === 'string' && from > to
      ? [
          {
            pointer: '/body/to',
            code: 'contradiction',
            message: 'It ends before it begins. Correct one of the two days.',
          },
        ]
      : [],
} as const satisfies MessageKind;
