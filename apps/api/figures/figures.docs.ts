import { acknowledgementDefinitions } from '#reporting';
import { Documented } from '../http/answers';

const definitions = Object.entries(acknowledgementDefinitions).map(([figure, words]) => `- \`${figure}\`: ${words}`);

export const ReadAcknowledgementDoc = (): MethodDecorator =>
  Documented({
    operationId: 'getAcknowledgementFigures',
    summary: 'Read how recipients answer, and how soon',
    description: `Counts recipients: one body to which one message was routed. It covers what your body sent and what it received, and nothing between others. Exercise and test messages are never counted. These are exact figures for the bodies concerned; they are not for publication.

${definitions.join('\n')}

All figures are as of now: a period that lies far enough back no longer changes unless somebody answers late.`,
    status: 200,
    answer: 'The figures of each group, and of all together.',
    schema: 'AcknowledgementReport',
    problems: ['invalid_input', 'operation_unknown'],
  });
