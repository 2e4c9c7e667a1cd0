/** What took a message back from a recipient, as the timeline says. */
const TAKEN_BACK = `('cancel_requested', 'cancelled', 'recalled')`;

/** What a statement asks for, in SQL of our own: never a caller's words. */
export interface JudgedRecipients {
  /** Columns to group by, with their names. */
  readonly groups: string;
  /** Where from, and which; a recipient is called `r`. */
  readonly source: string;
  /** The time as of which it is judged. */
  readonly now: string;
  /** Names of the kinds that ask for a decision; the others are taken note of, or answered. */
  readonly decidedKinds: string;
}

/**
 * The recipients of a source, one row each, as `judged`: what is due of them, and how long they took. The one place where the
 * figures get their meaning, whether they are counted for an answer or kept for later ones. For a `WITH`.
 */
export function judgedRecipients({ groups, source, now, decidedKinds }: JudgedRecipients): string {
  return `counted AS MATERIALIZED (
       SELECT ${groups}, r.routed_at, r.due_at, r.acknowledged_at, r.decided_at,
              r.due_at + (r.due_at - r.routed_at) AS decide_by,
              r.capacity IN ('lead', 'action') AND r.kind = ANY (${decidedKinds}) AS asked,
              CASE WHEN r.state NOT IN ('pending', 'acknowledged', 'accepted', 'in_progress', 'on_hold') THEN
                (SELECT min(e.at) FROM message_events e
                 WHERE e.recipient_id = r.id AND e.to_state IN ${TAKEN_BACK}) END AS back_at
       ${source}
     ), judged AS (
       SELECT *,
              due_at <= ${now} AS late,
              due_at <= ${now} AND (acknowledged_at IS NOT NULL OR back_at IS NULL OR back_at > due_at) AS due,
              asked AND decide_by <= ${now} AND (decided_at IS NOT NULL OR back_at IS NULL OR back_at > decide_by)
                AS decision_due,
              -- When it will next be judged otherwise, though nobody does anything.
              least(CASE WHEN due_at > ${now} THEN due_at END, CASE WHEN asked AND decide_by > ${now} THEN decide_by END)
                AS changes_at,
              extract(epoch FROM acknowledged_at - routed_at)::float8 / 3600 AS to_acknowledge,
              CASE WHEN asked THEN extract(epoch FROM decided_at - routed_at)::float8 / 3600 END AS to_decide
       FROM counted
     )`;
}

/** What is counted of a group of `judged`. The words for each count are in `acknowledgementDefinitions`. */
const counters = {
  recipients: `count(*)`,
  acknowledged: `count(acknowledged_at)`,
  decided: `count(*) FILTER (WHERE asked AND decided_at IS NOT NULL)`,
  takenBack: `count(back_at)`,
  overdue: `count(*) FILTER (WHERE late AND acknowledged_at IS NULL AND back_at IS NULL)`,
  due: `count(*) FILTER (WHERE due)`,
  noResponse: `count(*) FILTER (WHERE due AND acknowledged_at IS NULL)`,
  decisionDue: `count(*) FILTER (WHERE decision_due)`,
  acknowledgedWithoutDecision: `count(*) FILTER (WHERE decision_due AND acknowledged_at IS NOT NULL AND decided_at IS NULL)`,
} as const;
export type Counter = keyof typeof counters;
export const counterNames = Object.keys(counters) as readonly Counter[];

/** The counts of a group of `judged`, for a `SELECT`. */
export const COUNTS = counterNames.map((name) => `${counters[name]}::int AS "${name}"`).join(',\n            ');
