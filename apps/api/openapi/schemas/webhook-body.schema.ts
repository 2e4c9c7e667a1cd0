import { eventTypes } from '#delivery';
import { PROGRESS_STEP, deadlineSteps, decisionSteps } from '#messages';
import { STATUSES } from '../../referrals/referral.dto';
import { exampleIds, exampleReference, exampleTimes } from './example-ids';
import { answer, count, flag, oneOf, orNull, reference, slug, text, time, uuid, type Schemas } from './schema';

/** What the events of a passed deadline say beside the others. */
const LATE: Readonly<Record<string, object>> = {
  'referral.reminder': { step: 'deadline' },
  'referral.escalated': { step: 'escalation', organisation: 'unhcr' },
};
/** Where an event leads that is not about something in the inbox. */
const HREFS: Readonly<Record<string, string>> = {
  'referral.escalated': '/v1/agenda-requests?operation=afghanistan',
  'meeting.scheduled': `/v1/meeting-series/${exampleIds.series}`,
  'meeting.changed': `/v1/meetings/${exampleIds.meeting}`,
  'meeting.cancelled': `/v1/meetings/${exampleIds.meeting}`,
  'endpoint.disabled': `/v1/webhook-endpoints/${exampleIds.endpoint}`,
};
const steps = [...deadlineSteps, ...decisionSteps].map(({ step }) => step);

/** What an example of an event looks like. */
export function exampleEvent(type: string): unknown {
  const late = LATE[type];
  const href = HREFS[type] ?? `/v1/inbox/${exampleIds.message}`;
  return {
    type,
    timestamp: exampleTimes.submitted,
    data: {
      messageId: exampleIds.message,
      reference: exampleReference,
      kind: 'referral',
      operation: 'afghanistan',
      sequence: 1,
      thread: exampleIds.message,
      status: 'exercise',
      dueAt: exampleTimes.due,
      overdue: late !== undefined,
      ...late,
      href: `https://hub.example${href}`,
    },
  };
}

export const webhookBodySchemas: Schemas = {
  WebhookBody: answer(
    'What the hub sends to a webhook endpoint: ids, codes and times; content only encrypted, where its body asked for that.',
    {
      type: oneOf(Object.keys(eventTypes), 'The event.'),
      timestamp: time('When it happened.'),
      data: answer(
        'What it is about.',
        {
          messageId: uuid('Id of the message.'),
          reference,
          kind: text(
            'Kind of the message, as GET /v1/message-kinds lists them; `test` for a `test.ping`, `endpoint` for `endpoint.disabled`, `meeting` or `meeting-series` for `meeting.…`.',
          ),
          operation: slug('The operation; `none` for a test event and for one about an endpoint.'),
          sequence: count(
            'Number of the event in its thread at this endpoint: a gap means that one is still to come.',
            1,
          ),
          thread: uuid('What belongs together has the same thread.'),
          status: oneOf(STATUSES, 'Whether this is an actual case, an exercise or a test.'),
          dueAt: orNull(
            time('Until when to acknowledge or, once acknowledged, to decide; null when there is nothing to.'),
          ),
          overdue: flag('Whether that time had passed, unanswered, when this was told.'),
          step: oneOf([...steps, PROGRESS_STEP], 'Which reminder it is. Only in reminders and `referral.escalated`.'),
          organisation: slug(
            'The body that is reminded, for those who are not that body. Only where there is a `step`.',
          ),
          digest: text('SHA-256 of the whole record, hexadecimal. Only in `minutes.published`.'),
          renditionDigest: text('SHA-256 of what your body has of it. Only in `minutes.published`.'),
          href: {
            type: 'string',
            format: 'uri-reference',
            description: 'Where to fetch more, with your API key.',
          },
          encrypted: {
            type: 'string',
            pattern: '^[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+){4}$',
            description:
              'What your body may read, as compact JWE (RFC 7516) to your key; opened, it is an InboxContent. Only at an endpoint with `payload: encrypted`, for what your body received.',
          },
          tooLarge: {
            type: 'boolean',
            const: true,
            description: 'The content is too large for a webhook: fetch it from `href`.',
          },
        },
        { optional: ['step', 'organisation', 'digest', 'renditionDigest', 'encrypted', 'tooLarge'] },
      ),
    },
    { examples: [exampleEvent('referral.routed')] },
  ),
};
