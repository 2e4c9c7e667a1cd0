import { classifications, type Classification } from '#directory';
import type { HandlingMarks, RoutingInput } from './routing-input';

/** What a message bears that nobody marked. */
const unmarked: HandlingMarks = { tlp: 'AMBER', classification: 'UNCLASSIFIED' };

export function marksOf({ marks }: Pick<RoutingInput, 'marks'>): HandlingMarks {
  return marks ?? unmarked;
}

/** Whether a classification is not above a limit. One that is not known is above every limit. */
export function isWithin(classification: Classification, limit: Classification): boolean {
  const rank = classifications.indexOf(classification);
  return rank >= 0 && rank <= classifications.indexOf(limit);
}
