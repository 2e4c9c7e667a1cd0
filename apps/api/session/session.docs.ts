import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Documented } from '../http/answers';

const pageHeader = ApiHeader({
  name: 'X-Liaison-Hub',
  required: true,
  description: 'Says that a page of the hub sends it: `person` for what somebody did, `background` for the rest.',
  schema: { type: 'string', enum: ['person', 'background'] },
});

export const SignInDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'signIn',
      summary: 'Sign in with a password',
      description:
        'Opens a session and answers with its cookie, which no script can read. It ends after 30 minutes without a deed, after 12 hours in any case. A session that came with the request ends. Whatever is wrong, the answer is the same.',
      status: 201,
      answer: 'Who is signed in, and the cookie.',
      schema: 'Me',
      problems: ['invalid_input', 'sign_in_refused', 'foreign_request', 'unavailable'],
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
