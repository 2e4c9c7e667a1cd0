import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { Documented, type RouteDoc } from '../http/answers';
import { exampleIds } from '../openapi/schemas/example-ids';
import { ref } from '../openapi/schemas/schema';
import { exampleEventData } from '../openapi/schemas/events.schema';

const DOC: RouteDoc = {
  operationId: 'followEvents',
  summary: 'Follow what happens to your messages, as it happens (server-sent events)',
  description: `
One event for each line of the timeline that your body may see: of what it sent everything, of what it received what
concerns itself. What your body sent is told to keys that have \`referrals:read\` (referrals) or \`messages:read\` (other
kinds) too. The names of the events are those of the webhooks (\`referral.routed\`, \`message.updated\` …); \`data\` is JSON,
as \`EventData\` describes it.

- \`id\` is the id of the line. Come back with the last one that you got as \`Last-Event-ID\`, and you get what you missed, of
  up to 24 hours. A block with an \`id\` alone is a place to come back to. After longer comes an event \`gap\`: read the
  lists again; the stream goes on from there.
- Every event comes at least once. After a restart of the hub, or at another of its processes, those of the last minutes may
  come a second time: recognise them by \`id\`. Several processes write lines at once, so one may come a little after a
  later one: \`at\` says when it happened.
- A comment comes every 15 seconds. A reader that falls behind by 1 MiB is cut off, and comes back.
- The stream ends when the hub stops, and within 15 seconds after its key was revoked. A key has at most eight streams.
`.trim(),
  status: 200,
  answer: 'The stream. It does not end by itself.',
  problems: ['invalid_input', 'too_many_requests'],
};

export const FollowEventsDoc = (): MethodDecorator =>
  applyDecorators(
    Documented(DOC),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The last id that you got, to go on from there.',
      schema: { type: 'string', format: 'uuid' },
    }),
    ApiResponse({
      status: DOC.status,
      description: DOC.answer,
      content: {
        'text/event-stream': {
          schema: {
            type: 'string',
            description: 'Blocks of `id`, `event` and `data`, each ended by an empty line. `data` is JSON: EventData.',
            // Keywords of JSON Schema 2020-12 that the types of 3.0 do not know.
            ...({ contentMediaType: 'text/event-stream', contentSchema: ref('EventData') } as object),
          },
          examples: {
            accepted: {
              value: `id: ${exampleIds.entry}\nevent: referral.updated\ndata: ${JSON.stringify(exampleEventData)}\n\n`,
            },
          },
        },
      },
      headers: {
        'X-Accel-Buffering': { description: '`no`: proxies are to pass it on at once.', schema: { type: 'string' } },
      },
    }),
  );
