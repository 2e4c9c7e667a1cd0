import { Documented } from '../http/answers';

export const ReadProvisionsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getProvisions',
    summary: 'Read the provisions in force, and which units acknowledged them',
    description:
      'The matrix unit × provision, by version: all units to headquarters, to every other body its own. A new version asks again.',
    status: 200,
    answer: 'The provisions and the units.',
    schema: 'ProvisionMatrix',
    problems: ['invalid_input', 'operation_unknown', 'not_found'],
  });

export const AcknowledgeProvisionsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'acknowledgeProvisions',
    summary: 'Acknowledge provisions for a unit of your body',
    description:
      'By a person, in the versions that are in force: another one is refused with `not_in_force`. One that was acknowledged before stays as it was.',
    status: 200,
    answer: 'The provisions and the units, as they stand now.',
    schema: 'ProvisionMatrix',
    idempotent: true,
    problems: ['invalid_input', 'operation_unknown', 'not_found'],
  });
