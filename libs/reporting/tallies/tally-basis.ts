import { messageKinds } from '#messages';

/** Changes whenever a figure, a band of hours or what a tally holds gets another meaning. */
const MEANING = 2;

/** Kinds of message that ask for a decision; the others are taken note of, or answered. */
export function decidedKinds(): string[] {
  return messageKinds
    .all()
    .filter(({ asks }) => asks === 'decision')
    .map(({ name }) => name);
}

/**
 * What the tallies of an operation were counted by: the time zone of its days, and the kinds that are counted, and how. Who
 * finds another basis than its own has no tallies, and the worker counts every day anew.
 */
export function tallyBasis(timeZone: string): string {
  return JSON.stringify([MEANING, timeZone, decidedKinds(), messageKinds.needingToKnow()]);
}
