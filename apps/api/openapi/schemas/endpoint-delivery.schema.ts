import { VERIFICATION_EVENT, deliveryStates, eventTypes } from '#delivery';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, count, flag, listOf, oneOf, orNull, text, time, uuid, type Schema, type Schemas } from './schema';

const eventType = oneOf(Object.keys(eventTypes), 'An event.');
const status = orNull({
  type: 'integer',
  minimum: 100,
  maximum: 599,
  description: 'HTTP status of your answer; null when there was none.',
});
const fault = orNull(
  text('What went wrong below HTTP: dns, connect, tls, timeout, refused_address, protocol or aborted.'),
);

const challenge: Schema = {
  type: 'string',
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: 'The challenge: to be repeated as it is.',
};

const delivery: Schemas = {
  id: uuid('The delivery: the `webhook-id` of every attempt.'),
  endpointId: uuid('The endpoint that it is for.'),
  eventType,
  messageId: orNull(uuid('The message that it tells of.')),
  thread: uuid('What belongs together has the same thread.'),
  sequence: count('Number of the event in its thread at this endpoint.', 1),
  state: oneOf(
    deliveryStates,
    '`held`: the endpoint is not active. `exhausted`: given up after the last attempt. `superseded`: overtaken by a recall.',
  ),
  attempts: count('Attempts on record.'),
  nextAttemptAt: orNull(time('When it is tried next at the earliest; null when it is not pending.')),
  createdAt: time('When the event was made.'),
};

const deliveryExample = {
  id: exampleIds.delivery,
  endpointId: exampleIds.endpoint,
  eventType: 'referral.routed',
  messageId: exampleIds.message,
  thread: exampleIds.message,
  sequence: 1,
  state: 'pending',
  attempts: 1,
  nextAttemptAt: exampleTimes.due,
  createdAt: exampleTimes.submitted,
};

const figures = answer('Attempts of that time.', {
  attempts: count('How many there were.'),
  delivered: count('How many of them delivered.'),
  successRate: {
    type: ['number', 'null'],
    minimum: 0,
    maximum: 1,
    description: 'delivered / attempts; null without attempts.',
  },
  p50Ms: orNull(count('Half of them took no longer, milliseconds.')),
  p95Ms: orNull(count('95 of 100 took no longer, milliseconds.')),
});

const figuresExample = { attempts: 40, delivered: 38, successRate: 0.95, p50Ms: 61, p95Ms: 240 };

export const endpointDeliverySchemas: Schemas = {
  Delivery: answer('An event on its way to an endpoint, or at its end.', delivery, { examples: [deliveryExample] }),
  DeliveryWithHistory: answer(
    'A delivery with its attempts.',
    {
      ...delivery,
      history: listOf(
        answer('One attempt.', {
          attempt: count('Which attempt it was, since the delivery was last queued.', 1),
          startedAt: time('When it began.'),
          durationMs: count('How long it took, milliseconds.'),
          outcome: oneOf(['delivered', 'retry', 'disable'], 'What the hub concluded.'),
          status,
          fault,
          excerpt: orNull(
            text(
              'The start of your own answer, when it was no success, without what looks like a credential or an address.',
            ),
          ),
        }),
        'The attempts, the oldest first; of very many the last 50.',
      ),
    },
    {
      examples: [
        {
          ...deliveryExample,
          history: [
            {
              attempt: 1,
              startedAt: exampleTimes.submitted,
              durationMs: 84,
              outcome: 'retry',
              status: 503,
              fault: null,
              excerpt: 'Down for maintenance',
            },
          ],
        },
      ],
    },
  ),
  EndpointVerification: answer(
    'What the hub sends to an endpoint that is to be verified.',
    {
      type: oneOf([VERIFICATION_EVENT], 'The event.'),
      timestamp: time('When it was asked.'),
      data: answer('What is asked.', { endpointId: uuid('Id of the endpoint.'), challenge }),
    },
    {
      examples: [
        {
          type: VERIFICATION_EVENT,
          timestamp: exampleTimes.created,
          data: { endpointId: exampleIds.endpoint, challenge: 'A'.repeat(43) },
        },
      ],
    },
  ),
  ChallengeAnswer: answer('What your server answers.', { challenge }, { examples: [{ challenge: 'A'.repeat(43) }] }),
  Recovered: answer(
    'What a recovery did.',
    {
      endpointId: uuid('The endpoint.'),
      requeued: count('Deliveries that were given up, and are queued again.'),
      hastened: count('Deliveries that waited for a later attempt, and are due now.'),
      remaining: count('Deliveries of that time that are still given up: ask again, with another key, to go on.'),
    },
    { examples: [{ endpointId: exampleIds.endpoint, requeued: 12, hastened: 3, remaining: 0 }] },
  ),
  EndpointHealth: answer(
    'How an endpoint does.',
    {
      id: uuid('Id of the endpoint.'),
      state: oneOf(['unverified', 'active', 'paused', 'disabled'], 'As of the endpoint.'),
      disabledReason: orNull(text('Why the hub disabled it.')),
      verifiedAt: orNull(time('When its address was verified.')),
      breaker: answer('Whether it is left alone.', {
        state: oneOf(
          ['closed', 'open', 'half_open'],
          '`closed`: sent to as usual. `open`: left alone for a while. `half_open`: the next delivery is a probe.',
        ),
        until: orNull(time('Until when it is left alone.')),
      }),
      consecutiveFailures: count('Attempts in a row that failed.'),
      failingSince: orNull(time('Since when every attempt failed.')),
      lastHour: figures,
      lastDay: figures,
      sampled: flag('There were more than 20,000 attempts in a day: the figures are of the newest 20,000.'),
      lastSuccess: {
        ...answer('The last attempt that delivered.', { at: time('When it began.'), status }),
        type: ['object', 'null'],
      },
      lastFailure: {
        ...answer('The last attempt that failed.', { at: time('When it began.'), status, fault }),
        type: ['object', 'null'],
      },
      pending: count('Deliveries that wait to be sent.'),
      held: count('Deliveries that are held because it is not active.'),
      oldestWaitingSince: orNull(time('When the oldest event that still waits was made.')),
      maxInFlight: count('Requests to it at once at most.', 1),
      rateLimit: orNull(count('Events a second at most.', 1)),
      previousSecretsExpireAt: orNull(
        time('Until when the secrets before the last rotation sign beside the new ones.'),
      ),
    },
    {
      examples: [
        {
          id: exampleIds.endpoint,
          state: 'active',
          disabledReason: null,
          verifiedAt: exampleTimes.created,
          breaker: { state: 'closed', until: null },
          consecutiveFailures: 0,
          failingSince: null,
          lastHour: figuresExample,
          lastDay: figuresExample,
          sampled: false,
          lastSuccess: { at: exampleTimes.acknowledged, status: 204 },
          lastFailure: { at: exampleTimes.submitted, status: 503, fault: null },
          pending: 0,
          held: 0,
          oldestWaitingSince: null,
          maxInFlight: 64,
          rateLimit: null,
          previousSecretsExpireAt: null,
        },
      ],
    },
  ),
};
