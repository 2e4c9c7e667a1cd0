import type { MessageKind } from '../../kind/message-kind';
import { actionItemSchema } from './schema';

/** Asks a body to do what a meeting agreed on; tracked until it reports that it is done, or declines. */
export const kind = {
  name: 'action-item',
  version: 1,
  title: 'Action item',
  summary: 'Asks a body to do what a meeting agreed on; tracked until it reports that it is done, or declines.',
  distribution: 'request',
  schema: actionItemSchema,
  asks: 'answer',
  carriesCase: false,
  countedElsewhere: true,
  addressing: 'rules',
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
} as const satisfies MessageKind;
