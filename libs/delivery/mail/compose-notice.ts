import { cleaned, type MailText } from './compose-mail';
import { layOutNotice } from './lay-out-notice';

/** All that a notice knows of an exception: that there is one, and where. Nothing of the case, and nobody's reason. */
export interface NoticeFacts {
  readonly reference: string;
  /** Title of the operation. */
  readonly operation: string;
  /** Name of the body that is written to. */
  readonly body: string;
  /** Role of whoever reads the mailbox. */
  readonly role: string;
  /** actual, exercise or test. */
  readonly messageStatus: string;
  /** Where the hub is reached. */
  readonly api: string;
}

/** The words of a notice to a data protection focal point. */
export function composeNotice(facts: NoticeFacts): MailText {
  const plain = cleaned(facts);
  const mark = plain.messageStatus === 'actual' ? undefined : plain.messageStatus.toUpperCase();
  const opening =
    'Two persons decided that one body may have a case without the consent that it would need, because a life is at risk.';
  const rows: [string, string][] = [
    ...(mark === undefined ? [] : [['Status', `${mark}: not a real case`] satisfies [string, string]]),
    ['Reference', plain.reference],
    ['Operation', plain.operation],
  ];
  const does = `Your body reads which body it is, which groups of fields are covered, and until when, in the hub: ${plain.api}/v1/release-exceptions`;
  const after =
    'Nothing is asked of you by this mail. It says nothing about a person. It was sent by a machine, and answers are read by nobody.';
  const subject = `${mark === undefined ? '' : `[${mark}] `}[Liaison Hub] ${plain.reference}: an exception was approved`;
  return layOutNotice({ subject, role: plain.role, body: plain.body, opening, rows, does, after });
}
