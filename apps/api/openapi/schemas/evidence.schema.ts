import { subjectTypes } from '#evidence';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, count, digest, listOf, oneOf, orNull, slug, text, time, uuid, type Schemas } from './schema';

export const evidenceSchemas: Schemas = {
  EvidenceEntry: answer(
    'One entry of the evidence: what happened, when, and who did it.',
    {
      id: uuid('Id of the entry.'),
      at: time('When.'),
      action: text('What: for example referral.submitted, content.read, recipient.acknowledged. New ones may come.'),
      actor: orNull(slug('The body that did it; null when the hub did.')),
      subjectType: oneOf(subjectTypes, 'What it is about.'),
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
  EvidenceCheckpoint: answer('That the log of the evidence, so long, has this root; signed by the hub.', {
    size: count('Entries in the log.', 1),
    root: text('Root of the Merkle tree over them, base64.'),
    sealedAt: time('When.'),
    checkpoint: text('The checkpoint as the hub signed it: a C2SP signed note.'),
    timestamp: orNull(
      answer('A time stamp of an authority outside of the hub (RFC 3161) over the SHA-256 of the checkpoint.', {
        at: time('The time that the authority vouches for.'),
        token: text('The time stamp token, DER in base64.'),
      }),
    ),
  }),
  EvidenceConsistency: answer('That the log at one checkpoint goes on from the log at an earlier one.', {
    from: count('Size of the earlier checkpoint.', 1),
    to: count('Size of the later one.', 1),
    proof: listOf(text('A hash, base64.'), 'The consistency proof of RFC 9162, section 2.1.4.'),
  }),
  EvidenceReceipt: answer('An entry with the proof that it is in the log. Checked without the hub.', {
    format: oneOf(['liaison-hub-evidence-receipt/1'], 'The form of the receipt.'),
    entry: text('Canonical JSON of the entry (RFC 8785), as one text. The leaf is hashed over its SHA-256.'),
    index: count('Place of the entry in the log, from 0.'),
    proof: listOf(text('A hash, base64.'), 'The inclusion proof of RFC 9162, section 2.1.3, from the leaf up.'),
    checkpoint: text('The signed checkpoint that the proof leads to.'),
  }),
  EvidenceKeys: answer('Public keys, as C2SP signed notes know them.', {
    keys: listOf(
      answer('A key.', { verifier: text('Name, id and key: name+id+base64.'), since: time('When it signed first.') }),
      'All of them.',
    ),
  }),
};
