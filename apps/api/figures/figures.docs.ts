import { acknowledgementDefinitions, meetingDefinitions, responseDefinitions } from '#reporting';
import { Documented } from '../http/answers';

const listed = (words: Readonly<Record<string, string>>): string =>
  Object.entries(words)
    .map(([figure, meaning]) => `- \`${figure}\`: ${meaning}`)
    .join('\n');

export const ReadAcknowledgementDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getAcknowledgementFigures',
    summary: 'Read how recipients answer, and how soon',
    description: `Counts recipients: one body to which one message was routed. It covers what your body sent and what it received, and nothing between others. Exercise and test messages are never counted. These are exact figures for the bodies concerned; they are not for publication.

${listed(acknowledgementDefinitions)}

All figures are as of \`at\`: now, or up to ten minutes ago for a period of more than 500 recipients, whose hours are within one in a hundred of the exact ones. A period that lies far enough back no longer changes unless somebody answers late.`,
    status: 200,
    answer: 'The figures of each group, and of all together.',
    schema: 'AcknowledgementReport',
    problems: ['invalid_input', 'operation_unknown'],
  });

const PARTS = `Each recipient of the quarter is in exactly one part, and a part says only between which bounds the number of its recipients lies. A null in a part is all that is not published apart there, or a body that did not agree to be named.

${listed(responseDefinitions)}`;

export const ReleaseFiguresDoc = (): MethodDecorator =>
  Documented({
    operationId: 'releaseFigures',
    summary: 'Release the figures of a quarter, suppressed, once and for all',
    description: `Counts the recipients of actual messages that were routed in the quarter, suppresses what could point to a person, and publishes the rest under the next number of the operation. It cannot be changed or repeated. ${PARTS}`,
    status: 201,
    answer: 'The release, as everybody sees it from now on.',
    schema: 'FigureRelease',
    problems: ['invalid_input', 'operation_unknown', 'not_found', 'forbidden', 'already_exists'],
    idempotent: true,
  });

export const ListReleasesDoc = (): MethodDecorator =>
  Documented({
    operationId: 'listFigureReleases',
    summary: 'List released figures',
    description: `The newest first, of every operation. ${PARTS}`,
    status: 200,
    answer: 'The releases.',
    schema: 'FigureRelease',
    list: true,
    problems: ['invalid_input', 'operation_unknown'],
  });

export const AgreeToBeNamedDoc = (): MethodDecorator =>
  Documented({
    operationId: 'agreeToBeNamed',
    summary: 'Agree that your body is named in a release',
    description:
      'Until then the figures of a body are in what has no name. This adds the name, changes no figure, and cannot be taken back. A repeat changes nothing.',
    path: { id: 'Id of the release.' },
    status: 204,
    answer: 'Your body is named.',
    idempotent: true,
  });

export const ReadPublishedDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getPublishedFigures',
    summary: 'Add up released figures over several quarters',
    description:
      'From what was released and from nothing else, so that no choice of quarters and groups tells more than the releases do. Bounds are added up: the more parts a group has, the wider they are.',
    status: 200,
    answer: 'The groups, and all of them together.',
    schema: 'PublishedFigures',
    problems: ['invalid_input', 'operation_unknown'],
  });

export const ReadMeetingFiguresDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getMeetingFigures',
    summary: 'Read how meetings go, and what becomes of what they ask',
    description: `Counts the meetings that your body takes part in, by the day on which they begin, and the actions of these meetings that it may see. Nothing of a referral is counted, and no exercise. These are exact figures for the bodies concerned; they are not for publication.

${listed(meetingDefinitions)}`,
    status: 200,
    answer: 'The figures of the meetings, and of each body that was invited.',
    schema: 'MeetingReport',
    problems: ['invalid_input', 'operation_unknown'],
  });
