import type { JsonObject } from '../../domain/release/json';
import type { MessageKind } from '../../kind/message-kind';
import { actionReportSchema } from './schema';

/** Reports how an action of a meeting goes; it goes to who asked, and closes the action when it is done. */
export const kind = {
  name: 'action-report',
  version: 1,
  title: 'Action report',
  summary: 'Reports how an action of a meeting goes; it goes to who asked, and closes the action when it is done.',
  distribution: 'response',
  schema: actionReportSchema,
  asks: 'acknowledgement',
  carriesCase: false,
  countedElsewhere: true,
  addressing: 'reply',
  repliesTo: ['action-item'],
  mustReply: true,
  marks: { tlp: 'AMBER', classification: 'UNCLASSIFIED' },
  settles: (body: JsonObject) => (body['done'] === false ? 'in_progress' : 'completed'),
} as const satisfies MessageKind;
