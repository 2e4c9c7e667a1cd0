import type { MessageKind } from '../../kind/message-kind';
import { minutesSchema } from './schema';

/** Tells a body that the minutes of a meeting stand, with the digest of what it has of them. */
export const kind = {
  name: 'minutes',
  version: 1,
  title: 'Minutes',
  summary: 'Tells a body that the minutes of a meeting stand, with the digest of what it has of them.',
  distribution: 'report',
  schema: minutesSchema,
  asks: 'acknowledgement',
  carriesCase: false,
  countedElsewhere: true,
  addressing: 'rules',
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
} as const satisfies MessageKind;
