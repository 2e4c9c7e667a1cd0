import { cleaned, type MailText } from './compose-mail';
import { layOutNotice } from './lay-out-notice';
import type { NoticeFacts } from './compose-notice';

/** The words of a mail about unusual reading: that there was some, and where. Nobody's name, no record, no number. */
export function composeReadingMail(facts: Pick<NoticeFacts, 'operation' | 'body' | 'role' | 'api'>): MailText {
  const plain = cleaned(facts);
  return layOutNotice({
    subject: '[Liaison Hub] somebody of your body read unusually much',
    role: plain.role,
    body: plain.body,
    opening:
      'A person or a system of your body looked at more records within an hour than is usual in the operation, or for them. There may be a good reason.',
    rows: [['Operation', plain.operation]],
    does: `Your protection officer reads who it was, when and how much, in the hub: ${plain.api}/v1/oversight/reading`,
    after:
      'Of each person and system there is one such mail a day at most. It says nothing about a person. It was sent by a machine, and answers are read by nobody.',
  });
}
