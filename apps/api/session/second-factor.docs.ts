import { applyDecorators } from '@nestjs/common';
import { Documented, type RouteDoc } from '../http/answers';
import { pageHeader } from './page-header';

const fromPage = (doc: RouteDoc): MethodDecorator => applyDecorators(Documented(doc), pageHeader);

export const StepUpDoc = (): MethodDecorator =>
  fromPage({
    operationId: 'stepUp',
    summary: 'Show the second factor again',
    description:
      'For ten minutes what is grave is allowed then. As long as you have no second factor the password is asked for, which allows enrolling one.',
    status: 204,
    answer: 'Proved.',
    problems: [
      'invalid_input',
      'unauthenticated',
      'sign_in_refused',
      'second_factor_required',
      'second_factor_refused',
      'forbidden',
    ],
  });

export const BeginSecondFactorDoc = (): MethodDecorator =>
  fromPage({
    operationId: 'beginSecondFactor',
    summary: 'Begin to enrol an authenticator app',
    description:
      'Answers with a secret for the app (RFC 6238: SHA-1, six digits, 30 seconds). It counts once you confirm it, within 15 minutes.',
    status: 201,
    answer: 'The secret, shown this once.',
    schema: 'SecondFactorSecret',
    problems: ['unauthenticated', 'step_up_required', 'forbidden'],
  });

export const ConfirmSecondFactorDoc = (): MethodDecorator =>
  fromPage({
    operationId: 'confirmSecondFactor',
    summary: 'Confirm the authenticator app by its first code',
    description: 'From then on a sign-in needs a code. Your other sessions end.',
    status: 201,
    answer: 'Codes to recover by, shown this once. Each opens once.',
    schema: 'RecoveryCodes',
    problems: ['invalid_input', 'unauthenticated', 'second_factor_refused', 'forbidden'],
  });

export const RemoveSecondFactorDoc = (): MethodDecorator =>
  fromPage({
    operationId: 'removeSecondFactor',
    summary: 'Take your second factor away',
    status: 204,
    answer: 'Removed, with its recovery codes.',
    problems: ['forbidden'],
  });

export const RenewRecoveryCodesDoc = (): MethodDecorator =>
  fromPage({
    operationId: 'renewRecoveryCodes',
    summary: 'Get new recovery codes in the place of the old ones',
    status: 201,
    answer: 'Codes to recover by, shown this once. Each opens once.',
    schema: 'RecoveryCodes',
    problems: ['forbidden'],
  });
