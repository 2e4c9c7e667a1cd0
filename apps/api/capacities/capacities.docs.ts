import { Documented } from '../http/answers';

export const ListCapacitiesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listCapacities',
    summary: 'List what the bodies of an operation can take up now',
    description:
      'The last word of each body on each service, as its capacity-update said. What no longer holds is not there.',
    status: 200,
    answer: 'One entry per body and service.',
    schema: 'Capacity',
    list: true,
    problems: ['invalid_input', 'operation_unknown'],
  });
