import { queueNames } from '#platform/queue';
import { answer, count, listOf, oneOf, orNull, ref, slug, text, time, uuid, type Schemas } from './schema';

const work = ['routing', 'webhooks', 'mails', 'deadlines', 'evidence'];

export const hubSchemas: Schemas = {
  WaitingWork: answer('Work that has fallen due and waits for its worker.', {
    name: oneOf(
      work,
      'What: messages to be routed, webhooks and mails to be sent, steps of deadlines, evidence to be sealed.',
    ),
    waiting: orNull(count('How many wait; null for evidence, of which the age of the oldest is known.')),
    oldestSince: orNull(time('Since when the oldest waits; null when nothing does.')),
  }),
  WaitingWakeUps: answer('Wake-ups that wait in a queue.', {
    name: oneOf([...queueNames], 'The queue.'),
    waiting: orNull(
      count('How many; null when its server does not answer: then work is found by looking, which is slower.'),
    ),
  }),
  EndpointAtWork: answer('A webhook endpoint of any body, by its metadata.', {
    id: uuid('Id of the endpoint.'),
    organisation: slug('Whose it is.'),
    state: oneOf(['unverified', 'active', 'paused', 'disabled'], 'Whether it is sent to.'),
    disabledReason: orNull(text('Why it is disabled.')),
    consecutiveFailures: count('Failures in a row.'),
    failingSince: orNull(time('Since when it fails.')),
    restingUntil: orNull(time('Until when it is left alone after failures.')),
    laneUntil: orNull(time('Until when a worker holds its lane; null when nobody does.')),
    pending: count('Deliveries that wait to be sent.'),
    held: count('Deliveries that are held until it is resumed.'),
    oldestWaitingSince: orNull(time('When the oldest of them was made.')),
    lastHour: answer('Attempts within the last hour; of the newest 1,000 where there were more.', {
      attempts: count('How many.'),
      delivered: count('How many of them were delivered.'),
    }),
  }),
  HubState: answer('How the hub does.', {
    at: time('When this was read.'),
    work: listOf(ref('WaitingWork'), 'What waits.'),
    queues: listOf(ref('WaitingWakeUps'), 'The queues.'),
    endpoints: listOf(ref('EndpointAtWork'), 'The endpoints of all bodies, by body.'),
  }),
};
