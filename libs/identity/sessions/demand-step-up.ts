import { HubError } from '#kernel';
import type { SignedInPerson } from '../caller';
import { FRESH_FOR, isFresh } from '../domain/step-up';

/** @throws HubError `step_up_required` when the person showed no second factor in the last ten minutes */
export function demandFreshFactor({ secondFactorAt }: SignedInPerson, now: Date): void {
  if (!isFresh(secondFactorAt, now)) throw stepUp('a second factor');
}

/** The same for somebody who has none yet: their password will do. @throws HubError `step_up_required` */
export function demandFreshProof({ provedAt }: SignedInPerson, now: Date): void {
  if (!isFresh(provedAt, now)) throw stepUp('your password');
}

function stepUp(what: string): HubError {
  return new HubError(
    'step_up_required',
    `This needs ${what}, shown within the last ${FRESH_FOR / 60_000} minutes: POST /v1/session/step-up, then send it again.`,
  );
}
