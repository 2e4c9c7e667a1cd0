import { Documented } from '../http/answers';

export const ReadWaysDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getSignInWays',
    summary: 'Read in which ways people can sign in here',
    status: 200,
    answer: 'The ways.',
    schema: 'SignInWays',
  });

export const BeginOidcDoc = (): MethodDecorator =>
  Documented({
    operationId: 'beginOidcSignIn',
    summary: 'Send the browser to the identity provider',
    description: 'Authorization code with PKCE, state and nonce. 404 when no provider is configured.',
    status: 302,
    answer: 'To the provider.',
    location: true,
    problems: ['not_found', 'invalid_input', 'unavailable'],
  });

export const FinishOidcDoc = (): MethodDecorator =>
  Documented({
    operationId: 'finishOidcSignIn',
    summary: 'Where the identity provider sends the browser back to',
    description:
      'Opens a session, or leads to the sign-in page with `problem`: `sign_in_refused` or `unavailable`. Which body and roles the person has is said by a claim (docs/people.md).',
    status: 303,
    answer: 'To the page that was asked for, with the cookie of the session; or to the sign-in.',
    location: true,
    problems: ['not_found'],
  });
