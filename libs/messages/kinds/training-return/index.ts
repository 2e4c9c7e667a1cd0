import type { JsonObject } from '../../domain/release/json';
import { periodContradictions } from '../../kind/information/facts';
import type { MessageKind } from '../../kind/message-kind';
import { answersRequest } from '../../kind/returns/parts';
import { impossibleTotals, type TrainingFigures } from './contradictions';
import { trainingReturnSchema } from './schema';

/** A nation declares who of its contingent was trained in what. */
export const kind = {
  ...answersRequest,
  name: 'training-return',
  version: 1,
  title: 'Training return',
  summary: 'Declares who of a contingent was trained in what, in numbers; a reply to the request for it.',
  schema: trainingReturnSchema,
  repliesTo: ['training-return-request'],
  contradictions: (body: JsonObject) => [
    ...periodContradictions(body),
    ...impossibleTotals(body as unknown as TrainingFigures),
  ],
} as const satisfies MessageKind;
