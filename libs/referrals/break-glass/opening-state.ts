import type { OpeningRow, OpeningState } from './opening.store';

/** The longest that a record stays open, and that a request waits for a decision, minutes. */
export const LONGEST_OPENING = 60;

export const openingStates = ['requested', 'approved', 'refused', 'ended', 'expired'] as const;

/** Where an opening stands at a moment: a request that nobody answered within the hour, and an hour that is over, are over. */
export function stateOf(
  { state, requestedAt, expiresAt }: Pick<OpeningRow, 'state' | 'requestedAt' | 'expiresAt'>,
  at: Date,
): OpeningState | 'expired' {
  if (state === 'requested')
    return at.getTime() - requestedAt.getTime() >= LONGEST_OPENING * 60_000 ? 'expired' : state;
  if (state === 'approved') return expiresAt === null || expiresAt <= at ? 'expired' : state;
  return state;
}

/** What the body that sent the record, or the guard of personal data, may do. */
export function legalFor(state: OpeningState | 'expired'): readonly string[] {
  if (state === 'requested') return ['approve', 'refuse'];
  return state === 'approved' ? ['end'] : [];
}
