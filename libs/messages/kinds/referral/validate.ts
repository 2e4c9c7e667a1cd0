import type { InputProblem } from '#kernel';
import { validateBody } from '../../kind/validate-body';
import { kind } from '.';

/** Everything that is wrong with the body of a referral: see `validateBody`. */
export function validateReferralBody(value: unknown): InputProblem[] {
  return validateBody(kind, value);
}
