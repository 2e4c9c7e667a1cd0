import PostalMime from 'postal-mime';

/** Parts of a mail that are looked through, and how deep they may lie in one another: nobody's reply has more. */
const LIMITS = { maxNestingDepth: 20, maxHeadersSize: 262_144 };

/** The calendar of a mail (RFC 6047), or the text itself where it is one; nothing where there is none. */
export async function calendarIn(bytes: Buffer): Promise<string | undefined> {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (/^\s{0,100}BEGIN:VCALENDAR/i.test(text)) return text.trimStart();
  const { attachments } = await PostalMime.parse(bytes, { ...LIMITS, attachmentEncoding: 'utf8' });
  const content = attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content;
  return typeof content === 'string' ? content : undefined;
}
