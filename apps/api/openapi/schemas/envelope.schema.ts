import { classifications, tlpMarks } from '#directory';
import { answer, oneOf, orNull, ref, text, uuid, type Schemas } from './schema';

export const exampleMarks = { tlp: 'AMBER', classification: 'UNCLASSIFIED' } as const;

/** Members that every message has beside its content, for its sender and for its recipients. */
export const envelope: Schemas = {
  kind: text('Kind of the message: GET /v1/message-kinds lists them.'),
  thread: uuid('What belongs together has the same thread.'),
  inReplyTo: orNull(uuid('The message that it replies to.')),
  supersedes: orNull(uuid('The earlier message that it takes the place of.')),
  subject: orNull(text('What it is about, without personal data.')),
  marks: ref('Marks'),
};

export const marks: Schemas = {
  Marks: answer('How it is to be handled.', {
    tlp: oneOf(tlpMarks, 'Traffic Light Protocol 2.0: whom it may be passed to.'),
    classification: oneOf(classifications, 'NATO classification.'),
  }),
};

export const exampleEnvelope = {
  kind: 'referral',
  inReplyTo: null,
  supersedes: null,
  subject: null,
  marks: exampleMarks,
};
