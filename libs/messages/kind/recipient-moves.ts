import {
  legalEvents,
  nextRecipientState,
  type Party,
  type RecipientEvent,
  type RecipientState,
} from '../domain/recipient-lifecycle';
import { messageKinds } from './kinds';

/** A recipient as far as its lifecycle is concerned: where it stands, in a message of which kind. */
interface Standing {
  readonly state: RecipientState;
  readonly kind: string;
}

/** What a party may do to a recipient now. */
export function legalMoves({ state, kind }: Standing, party: Party): RecipientEvent[] {
  return legalEvents(state, party, messageKinds.of(kind).asks);
}

/** The recipient's state after an event. @throws HubError `illegal_transition` with the state and the legal events. */
export function nextStateOf({ state, kind }: Standing, event: RecipientEvent, party: Party): RecipientState {
  return nextRecipientState(state, event, party, messageKinds.of(kind).asks);
}
