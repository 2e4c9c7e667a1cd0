import { applyDecorators } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiResponse } from '@nestjs/swagger';
import { returnSheets } from '#referrals';
import { trainingDefinitions } from '#reporting';
import { Documented } from '../http/answers';

export const ListCampaignsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listReturnCampaigns',
    summary: 'List which returns your body asked nations for, and how each nation stands',
    description:
      'A campaign is a message of a kind that asks for a return by a day (training-return-request, national-return-request), sent with POST /v1/messages to the nations. Each is reminded and escalated by itself. It answers with a return that replies to it: in part, in full, or in place of an earlier one (`supersedes`). Read a return in your inbox.',
    status: 200,
    answer: 'The campaigns, the newest first: the rows of the matrix nation × return.',
    schema: 'ReturnCampaign',
    list: true,
    problems: ['invalid_input'],
  });

export const ListCoursesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listTrainingCourses',
    summary: 'List the courses that training returns count',
    description:
      "Those that NATO's policy on combating trafficking in human beings names, and what nations do themselves.",
    status: 200,
    answer: 'The catalogue.',
    schema: 'TrainingCourse',
    list: true,
  });

export const ReadCoverageDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getTrainingCoverage',
    summary: 'Read how far contingents are trained, by rank group and course',
    description: `Rests on the last training return of each nation that is about a time up to the day. Who receives the returns sees every nation, a nation itself. Numbers only, and not for publication.

${Object.entries(trainingDefinitions)
  .map(([figure, words]) => `- \`${figure}\`: ${words}`)
  .join('\n')}`,
    status: 200,
    answer: 'Each nation, and all of them added up.',
    schema: 'TrainingCoverage',
    problems: ['invalid_input', 'operation_unknown'],
  });

export const ImportReturnDoc = (): MethodDecorator =>
  Documented({
    operationId: 'importReturn',
    summary: 'Make a draft of a return from a table of figures',
    description:
      'The table has the headings of the template (GET /v1/return-templates/{request}) and an entry in each line, as CSV or .xlsx. All of its lines become one draft that replies to the request; when one is wrong none does, and `problems` names each by line and column. The same file for the same request makes no second draft. Send the draft with POST /v1/messages/{id}/submit.',
    path: { id: 'Id of the message that asks for the return.' },
    status: 200,
    answer: 'The draft, or what is wrong.',
    schema: 'ReturnImport',
    problems: ['unsupported_media_type', 'workbook_unreadable', 'body_too_large', 'erased'],
    idempotent: true,
  });

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const ReturnTemplateDoc = (): MethodDecorator =>
  applyDecorators(
    Documented({
      operationId: 'getReturnTemplate',
      summary: 'Download the table that a return can be imported from',
      description:
        'The headings, and a line of each sort in which nobody is counted. The workbook lists the codes too.',
      status: 200,
      answer: 'The table.',
      problems: ['invalid_input', 'not_found'],
    }),
    ApiParam({
      name: 'request',
      description: 'The kind of message that asks for the return.',
      schema: { type: 'string', enum: Object.keys(returnSheets) },
    }),
    ApiProduces(XLSX, 'text/csv'),
    ApiResponse({
      status: 200,
      description: 'The table.',
      content: {
        [XLSX]: { schema: { type: 'string', format: 'binary' } },
        'text/csv': { schema: { type: 'string' } },
      },
    }),
  );
