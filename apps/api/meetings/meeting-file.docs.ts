import { applyDecorators } from '@nestjs/common';
import { ApiProduces, ApiResponse } from '@nestjs/swagger';
import { Documented } from '../http/answers';

export const ExportMeetingDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'exportMeeting',
      summary: 'Export the whole file of a meeting, once its minutes are approved',
      description:
        'A zip archive of what your body has of it: minutes as PDF, HTML, text and canonical JSON, amendments, agenda, registers, calendar, history, and a receipt for each entry of the evidence. `hub minutes verify` checks it by itself.',
      path: { id: 'Id of the meeting.' },
      status: 200,
      answer: 'The file.',
      problems: ['illegal_transition', 'not_sealed'],
    }),
    ApiProduces('application/zip'),
    ApiResponse({
      status: 200,
      description: 'The file.',
      content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
    }),
  );
