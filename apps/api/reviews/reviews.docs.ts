import { Documented } from '../http/answers';
import { printOf } from '../meetings/meeting-minutes.docs';

const ID = { id: 'Id of the report.' };

export const MakeReviewDoc = (): MethodDecorator =>
  Documented({
    operationId: 'makeReviewReport',
    summary: 'Make the review report of operations over quarters',
    description:
      'Stored under the next number of these operations, and never changed. What it publishes is added up from released figures (POST /v1/figure-releases) and from nothing else. Of operations that your body takes part in, your exact figures are kept beside it: `edition=own`, for your body alone.',
    status: 201,
    answer: 'The report, as everybody may read it from now on.',
    schema: 'ReviewReport',
    problems: ['invalid_input', 'operation_unknown', 'not_found'],
    idempotent: true,
  });

export const ListReviewsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listReviewReports',
    summary: 'List review reports',
    status: 200,
    answer: 'The reports, the newest first.',
    schema: 'ReviewReportSummary',
    list: true,
    problems: ['invalid_input', 'operation_unknown'],
  });

export const ReadReviewDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getReviewReport',
    summary: 'Read a review report',
    description:
      'Each column of figures names its definition, and `definitions` has its words. A row without a word holds what is not published apart.',
    path: ID,
    status: 200,
    answer: 'The report.',
    schema: 'ReviewReport',
    problems: ['invalid_input'],
  });

const printed = (name: string, as: string, type: string): MethodDecorator =>
  printOf({
    operationId: `getReviewReportAs${name}`,
    summary: `Read a review report as ${as}`,
    description: 'The same report gives the same bytes.',
    path: ID,
    problems: ['invalid_input'],
    answer: 'The report.',
    type,
  });

export const PdfDoc = (): MethodDecorator => printed('Pdf', 'a tagged PDF', 'application/pdf');
export const HtmlDoc = (): MethodDecorator => printed('Html', 'HTML', 'text/html');
export const CsvDoc = (): MethodDecorator => printed('Csv', 'CSV, a line for each cell', 'text/csv');

export const RecommendDoc = (): MethodDecorator =>
  Documented({
    operationId: 'recommend',
    summary: 'Recommend something to the bodies of operations',
    description: 'Every review report of exactly these operations lists it, until it is closed and once after that.',
    status: 201,
    answer: 'The recommendation.',
    schema: 'Recommendation',
    problems: ['invalid_input', 'operation_unknown', 'not_found'],
    idempotent: true,
  });

export const ListRecommendationsDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listRecommendations',
    summary: 'List what reviews recommend',
    status: 200,
    answer: 'The recommendations, the newest first.',
    schema: 'Recommendation',
    list: true,
    problems: ['invalid_input', 'operation_unknown'],
  });

export const CloseRecommendationDoc = (): MethodDecorator =>
  Documented({
    operationId: 'closeRecommendation',
    summary: 'Close a recommendation of your body',
    path: { id: 'Id of the recommendation.' },
    status: 200,
    answer: 'The recommendation, closed.',
    schema: 'Recommendation',
    problems: ['illegal_transition'],
    idempotent: true,
  });
