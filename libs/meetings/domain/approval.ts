import type { ApprovalRule } from '../series/series';

export const minutesStates = ['draft', 'submitted', 'changes_requested', 'approved'] as const;
export type MinutesState = (typeof minutesStates)[number];
export type MinutesAnswer = 'approved' | 'changes_requested' | 'silent';

export interface Round {
  readonly rule: ApprovalRule;
  readonly quorum: number;
  readonly bodies: readonly string[];
  readonly chair: string;
  readonly answers: readonly { readonly body: string; readonly answer: MinutesAnswer }[];
  readonly deadline: Date;
}

export type Outcome = 'open' | 'changes_requested' | 'approved';

/**
 * What becomes of minutes in a round: one body that asks for changes stops it; else they are approved as soon as the rule is
 * met or, by silence, when the deadline has passed.
 */
export function outcomeOf({ rule, quorum, bodies, chair, answers, deadline }: Round, at: Date): Outcome {
  if (answers.some(({ answer }) => answer === 'changes_requested')) return 'changes_requested';
  const approved = new Set(answers.filter(({ answer }) => answer === 'approved').map(({ body }) => body));
  const met = {
    all: bodies.every((body) => approved.has(body)),
    quorum: approved.size >= quorum,
    chair: approved.has(chair),
  }[rule];
  return met || at >= deadline ? 'approved' : 'open';
}
