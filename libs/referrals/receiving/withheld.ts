import type { RecipientState } from '#messages';

/** Once consent is withdrawn, or the sender called it off before anybody took it up, nobody reads the case any more. */
export const withheldStates: readonly RecipientState[] = ['recalled', 'recall_confirmed', 'cancelled'];

/** Whether a recipient in this state gets no content. */
export function isWithheld(state: RecipientState): boolean {
  return withheldStates.includes(state);
}
