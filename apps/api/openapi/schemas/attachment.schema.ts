import { fieldGroups } from '#directory';
import { allowedTypes } from '#messages';
import { exampleIds, exampleTimes } from './example-ids';
import { answer, count, digest, oneOf, orNull, text, time, uuid, type Schemas } from './schema';

export const attachmentExample = {
  id: exampleIds.attachment,
  group: 'trafficking',
  mediaType: 'application/pdf',
  size: 48_211,
  sha256: 'a3f5c1d2e4b69788a3f5c1d2e4b69788a3f5c1d2e4b69788a3f5c1d2e4b69788',
  name: 'statement.pdf',
  title: 'Statement, page 1 to 3',
  addedAt: exampleTimes.created,
};

export const attachmentSchemas: Schemas = {
  Attachment: answer(
    'A file that belongs to a message. Download it at `/attachments/{attachmentId}` of the message.',
    {
      id: uuid('Id of the attachment.'),
      group: oneOf(fieldGroups, 'The group of fields that it belongs to: it goes to whoever gets these.'),
      mediaType: oneOf(allowedTypes, 'What it is, as found by its content.'),
      size: count('Bytes.', 1),
      sha256: orNull(digest('Of the content; null once it was erased.')),
      name: orNull(text('Name of the file; null once it was erased.')),
      title: orNull(text('What the sender calls it.')),
      addedAt: time('When it was attached.'),
    },
    { examples: [attachmentExample] },
  ),
};
