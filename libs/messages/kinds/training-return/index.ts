import type { JsonObject } from '../../domain/release/json';
import { periodContradictions } from '../../kind/information/facts';
import type { MessageKind } from '../../kind/message-kind';
import { answersRequest } from '../../kind/returns/parts';
import { keepTraining, type DeclaredTraining } from '../../store/training-figures.store';
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
  applied: async (tx, routed) => {
    // An exercise trains nobody.
    if (routed.status === 'actual') await keepTraining(tx, routed, routed.body as unknown as DeclaredTraining);
  },
} as const satisfies MessageKind;
