import { IsIn } from 'class-validator';
import { Env } from './load-config';

/** How people sign in. */
export class SignInConfig {
  /**
   * `required`: without a second factor a person may enrol one and nothing else. `optional`: what is grave asks for one all
   * the same.
   */
  @Env('SIGN_IN_SECOND_FACTOR')
  @IsIn(['required', 'optional'])
  secondFactor: 'required' | 'optional' = 'required';
}
