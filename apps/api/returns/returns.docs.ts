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
