import { exampleIds, exampleTimes } from './example-ids';
import { answer, digest, oneOf, orNull, slug, text, time, uuid, type Schemas } from './schema';

export const evidenceSchemas: Schemas = {
  EvidenceEntry: answer(
    'One entry of the evidence: what happened, when, and who did it.',
    {
      id: uuid('Id of the entry.'),
      at: time('When.'),
      action: text('What: for example referral.submitted, content.read, recipient.acknowledged. New ones may come.'),
      actor: orNull(slug('The body that did it; null when the hub did.')),
      subjectType: oneOf(
        ['message', 'recipient', 'endpoint', 'consent', 'exception', 'api_key', 'person', 'organisation'],
        'What it is about.',
      ),
      subjectId: uuid('Id of that.'),
      detail: { type: 'object', additionalProperties: true, description: 'Ids, codes and counts. Never content.' },
      digest: digest("Of the entry's canonical JSON (RFC 8785)."),
    },
    {
      examples: [
        {
          id: exampleIds.entry,
          at: exampleTimes.acknowledged,
          action: 'recipient.acknowledged',
          actor: 'iom',
          subjectType: 'message',
          subjectId: exampleIds.message,
          detail: { implicit: false },
          digest: '0'.repeat(64),
        },
      ],
    },
  ),
};
