import { Documented } from '../http/answers';

export const ListOperationsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listOperations',
    summary: 'List the operations that your body takes part in',
    status: 200,
    answer: 'The operations with their bodies and policy provisions.',
    schema: 'Operation',
    list: true,
  });

export const ListOrganisationsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listOrganisations',
    summary: 'List the bodies of your operations',
    status: 200,
    answer: 'The bodies.',
    schema: 'Organisation',
    list: true,
  });

export const ListAgreementsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listAgreements',
    summary: 'List the information-sharing agreements of your operations',
    description: 'Without an agreement in force, nothing is sent to a body.',
    status: 200,
    answer: 'The agreements.',
    schema: 'Agreement',
    list: true,
    problems: ['invalid_input'],
  });
