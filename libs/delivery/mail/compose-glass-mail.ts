import { cleaned, type MailText } from './compose-mail';
import type { NoticeFacts } from './compose-notice';
import type { GlassMailKind } from './leave-mails';
import { layOutNotice } from './lay-out-notice';

const WORDS = {
  glass_requested: {
    subject: 'an officer asks to see all of it, in an emergency',
    opening:
      'An officer of a body that was sent this record asks to see all of it, because it cannot wait. Nothing is shown before a second person agrees, of the body that sent it or of whoever guards personal data in the operation. The request lapses within the hour.',
    does: 'Who may approve break-glass at your body reads the reason and decides in the hub',
  },
  glass_opened: {
    subject: 'an officer was let see all of it, in an emergency',
    opening:
      'Two persons decided that an officer of a body that was sent this record sees all of it, for an hour at most. Every look is evidence.',
    does: 'Your body reads who asked, who agreed and until when, and may end it, in the hub',
  },
} as const satisfies Record<GlassMailKind, unknown>;

/** The words of a mail about break-glass: that there is one, and where. Nothing of the case, and nobody's reason. */
export function composeGlassMail({ kind, ...facts }: NoticeFacts & { readonly kind: GlassMailKind }): MailText {
  const plain = cleaned(facts);
  const words = WORDS[kind];
  const mark = plain.messageStatus === 'actual' ? '' : plain.messageStatus.toUpperCase();
  const rows: [string, string][] = [
    ...(mark === '' ? [] : [['Status', `${mark}: not a real case`] satisfies [string, string]]),
    ['Reference', plain.reference],
    ['Operation', plain.operation],
  ];
  return layOutNotice({
    subject: `${mark === '' ? '' : `[${mark}] `}[Liaison Hub] ${plain.reference}: ${words.subject}`,
    role: plain.role,
    body: plain.body,
    opening: words.opening,
    rows,
    does: `${words.does}: ${plain.api}/v1/break-glass`,
    after: 'This mail says nothing about a person. It was sent by a machine, and answers are read by nobody.',
  });
}
