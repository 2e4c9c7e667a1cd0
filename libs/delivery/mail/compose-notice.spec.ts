import { composeNotice, type NoticeFacts } from './compose-notice';

const facts: NoticeFacts = {
  reference: 'AFG-2026-000123',
  operation: 'Support to the Government of Afghanistan',
  body: 'IOM',
  role: 'Data protection focal point',
  messageStatus: 'actual',
  api: 'https://hub.example',
};

describe('the notice of an exception', () => {
  it('says that there is one, and where to read of it', () => {
    const { subject, text, html } = composeNotice(facts);
    expect(subject).toBe('[Liaison Hub] AFG-2026-000123: an exception was approved');
    for (const part of [text, html])
      for (const said of [
        'Data protection focal point of IOM',
        'AFG-2026-000123',
        'https://hub.example/v1/release-exceptions',
      ])
        expect(part.replaceAll(/\s+/g, ' ')).toContain(said);
    expect(text).not.toContain('Status');
  });

  it.each(['exercise', 'test'])('marks first what is no real case: %s', (messageStatus) => {
    const { subject, text } = composeNotice({ ...facts, messageStatus });
    expect(subject.startsWith(`[${messageStatus.toUpperCase()}] [Liaison Hub] `)).toBe(true);
    expect(text).toContain('not a real case');
  });

  it('takes no line break and no markup from a value', () => {
    const { subject, text, html } = composeNotice({
      ...facts,
      reference: 'X\r\nBcc: a@b.example',
      operation: '<b>x</b>',
    });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).not.toContain('<b>');
  });
});
