import { rate, spread, type Spread } from './rounded';

/** What one group of recipients counts up to, as the record gives it. Hours are null where there is nothing to measure. */
export interface AcknowledgementCounts {
  readonly recipients: number;
  readonly acknowledged: number;
  readonly decided: number;
  readonly takenBack: number;
  readonly overdue: number;
  readonly due: number;
  readonly noResponse: number;
  readonly decisionDue: number;
  readonly acknowledgedWithoutDecision: number;
  readonly hoursToAcknowledge: readonly [median: number, ninetieth: number] | null;
  readonly hoursToDecide: readonly [median: number, ninetieth: number] | null;
}

export interface AcknowledgementFigures extends Omit<AcknowledgementCounts, 'hoursToAcknowledge' | 'hoursToDecide'> {
  /** 0 to 1, to four places; null where nothing is due. */
  readonly noResponseRate: number | null;
  readonly acknowledgedWithoutDecisionRate: number | null;
  readonly hoursToAcknowledge: Spread | null;
  readonly hoursToDecide: Spread | null;
}

/** The figures of one group, from its counts. */
export function acknowledgementFigures(counts: AcknowledgementCounts): AcknowledgementFigures {
  return {
    recipients: counts.recipients,
    acknowledged: counts.acknowledged,
    decided: counts.decided,
    takenBack: counts.takenBack,
    overdue: counts.overdue,
    due: counts.due,
    noResponse: counts.noResponse,
    noResponseRate: rate(counts.noResponse, counts.due),
    decisionDue: counts.decisionDue,
    acknowledgedWithoutDecision: counts.acknowledgedWithoutDecision,
    acknowledgedWithoutDecisionRate: rate(counts.acknowledgedWithoutDecision, counts.decisionDue),
    hoursToAcknowledge: spread(counts.hoursToAcknowledge),
    hoursToDecide: spread(counts.hoursToDecide),
  };
}
