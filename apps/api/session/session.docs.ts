import { applyDecorators } from '@nestjs/common';
import { Documented } from '../http/answers';
import { pageHeader } from './page-header';

export const SignInDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'signIn',
      summary: 'Sign in with a password, and a code when you have a second factor',
      description:
        'Opens a session and answers with its cookie, which no script can read. It ends after 30 minutes without a deed, after 12 hours in any case. A session that came with the request ends. Unless the password is right the answer is the same, whatever is wrong.',
      status: 201,
      answer: 'Who is signed in, and the cookie.',
      schema: 'Me',
      problems: [
        'invalid_input',
        'sign_in_refused',
        'second_factor_required',
        'second_factor_refused',
        'foreign_request',
        'too_many_requests',
        'unavailable',
      ],
    }),
    pageHeader,
  );

export const SignOutDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'signOut',
      summary: 'Sign out',
      description: 'Ends the session at once, and has the browser forget what it kept of the hub.',
      status: 204,
      answer: 'The session has ended.',
      problems: ['forbidden'],
    }),
    pageHeader,
  );

export const ReadMeDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMe',
    summary: 'Read whose key this is, or who is signed in',
    status: 200,
    answer: 'The body and what is allowed; of a person, their name, roles and session.',
    schema: 'Me',
  });

export const ListSessionsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listSessions',
    summary: 'List where you are signed in',
    status: 200,
    answer: 'Your open sessions, the newest first.',
    schema: 'Session',
    list: true,
    problems: ['forbidden'],
  });

export const EndSessionDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'endSession',
      summary: 'End one of your sessions',
      path: { id: 'Id of the session.' },
      status: 204,
      answer: 'Its next request is refused.',
      problems: ['forbidden'],
    }),
    pageHeader,
  );
