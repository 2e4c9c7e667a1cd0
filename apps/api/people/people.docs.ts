import { applyDecorators } from '@nestjs/common';
import { Documented } from '../http/answers';
import { pageHeader } from '../session/page-header';

const person = { id: 'Id of the person.' };

export const ListPeopleDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listPeople',
    summary: 'List the people of your body',
    status: 200,
    answer: 'The people with the roles that they hold.',
    schema: 'Person',
    list: true,
    problems: ['invalid_input'],
  });

export const ReadPersonDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getPerson',
    summary: 'Read one person of your body',
    path: person,
    status: 200,
    answer: 'The person.',
    schema: 'Person',
    etag: true,
  });

export const AddPersonDoc = (): MethodDecorator =>
  Documented({
    operationId: 'addPerson',
    summary: 'Add a person to your body',
    description: 'Answers with a link by which they set their password: hand it over on a way that you trust.',
    status: 201,
    answer: 'The person and the link, shown this once.',
    schema: 'AddedPerson',
    idempotent: true,
    location: true,
    problems: ['already_exists', 'operation_unknown'],
  });

export const ChangePersonDoc = (): MethodDecorator =>
  Documented({
    operationId: 'changePerson',
    summary: 'Rename a person, lock them out, or let them in again',
    description: 'Nobody locks themselves out. Who is locked is signed in nowhere from the next request on.',
    path: person,
    status: 200,
    answer: 'The person as changed.',
    schema: 'Person',
    etag: true,
    ifMatch: true,
    problems: ['invalid_input'],
  });

export const ChangeRolesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'changeRoles',
    summary: 'Say which roles a person holds',
    description:
      'Those that are not named are taken. Nobody changes their own, and nobody reaches beyond the operations in which they manage people. Each change is evidence and works on the next request.',
    path: person,
    status: 200,
    answer: 'The person as changed.',
    schema: 'Person',
    etag: true,
    ifMatch: true,
    problems: ['invalid_input', 'operation_unknown'],
  });

export const MakeSetUpLinkDoc = (): MethodDecorator =>
  Documented({
    operationId: 'makeSetUpLink',
    summary: 'Make a new link for a person to set their password by',
    description:
      'Those before it do not open any more. Their password and second factor stay as they are until it is used.',
    path: person,
    status: 201,
    answer: 'The link, shown this once.',
    schema: 'SetUpLink',
    idempotent: true,
  });

export const RemoveOthersFactorDoc = (): MethodDecorator =>
  Documented({
    operationId: 'removeSecondFactorOf',
    summary: 'Take the second factor of a person who lost it',
    description: 'Make sure that it is them. Whoever is signed in as them is so no more.',
    path: person,
    status: 204,
    answer: 'Removed; nobody is signed in as them.',
  });

export const SetUpDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'setUpPassword',
      summary: 'Set your password by the link that you were given',
      status: 204,
      answer: 'The password is set and the link used up. Sign in now.',
      problems: ['invalid_input', 'link_refused', 'foreign_request', 'too_many_requests', 'unavailable'],
    }),
    pageHeader,
  );
