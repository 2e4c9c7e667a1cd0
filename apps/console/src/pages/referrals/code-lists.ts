import type { ReferralSummary } from './referral-queries';

type Priority = ReferralSummary['priority'];
type State = ReferralSummary['state'];

/** The compiler refuses these when the API document has others. */
export const priorities = Object.keys({
  emergency: true,
  urgent: true,
  normal: true,
} satisfies Record<Priority, true>) as Priority[];
export const messageStates = Object.keys({
  draft: true,
  submitted: true,
  routed: true,
  cancelled: true,
  withdrawn: true,
  entered_in_error: true,
} satisfies Record<State, true>) as State[];
