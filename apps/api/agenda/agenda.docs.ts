import { Documented } from '../http/answers';

export const ListAgendaRequestsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listAgendaRequests',
    summary: 'List what is requested for the next meeting, newest first',
    description:
      'When a body has not acknowledged, or not decided, after its deadline and a quarter of it more, the hub requests the item for the next meeting: by its reference, never by a name. The coordinator and the lead agency of the operation see such a request, its sender, and the body that is late. It is settled by itself when the body answers, or nothing is asked of it any more.',
    status: 200,
    answer: 'The requests that concern your body.',
    schema: 'AgendaRequest',
    list: true,
    problems: ['invalid_input'],
  });
