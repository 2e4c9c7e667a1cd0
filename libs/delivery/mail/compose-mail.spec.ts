import { composeMail, type MailFacts } from './compose-mail';
import { MailFault, messageOf } from './mail-transport';

const facts: MailFacts = {
  kind: 'routed',
  reference: 'AFG-2026-000123',
  messageKind: 'referral',
  operation: 'Support to the Government of Afghanistan',
  timeZone: 'Asia/Kabul',
  body: 'UNHCR',
  late: 'UNHCR',
  role: 'Protection focal point',
  priority: 'urgent',
  messageStatus: 'actual',
  dueAt: new Date('2026-11-26T20:54:10Z'),
  link: 'https://hub.example/acknowledge/abc',
};

describe('the words of a mail', () => {
  it('say what waits, until when, and what to do', () => {
    const { subject, text, html } = composeMail(facts);
    expect(subject).toBe('[Liaison Hub] AFG-2026-000123: acknowledgement needed by 2026-11-26 20:54 UTC');
    for (const part of [text, html])
      for (const said of ['UNHCR', 'urgent', '2026-11-26 20:54 UTC', '2026-11-27 01:24 Asia/Kabul', 'press the button'])
        expect(part).toContain(said);
    expect(text).toContain('\n\nhttps://hub.example/acknowledge/abc\n\n');
    expect(html).toContain('<a href="https://hub.example/acknowledge/abc">');
    expect(text).not.toContain('Status');
  });

  it.each(['exercise', 'test'])('mark first what is no real case: %s', (messageStatus) => {
    const { subject, text } = composeMail({ ...facts, messageStatus });
    expect(subject.startsWith(`[${messageStatus.toUpperCase()}] [Liaison Hub] `)).toBe(true);
    expect(text).toContain('not a real case');
  });

  it('say that it is a reminder', () => {
    expect(composeMail({ ...facts, kind: 'reminder' }).text).toContain('still waits for UNHCR');
  });

  const without = (kind: MailFacts['kind']) => {
    const withoutLink = Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'link'));
    return composeMail({ ...(withoutLink as unknown as MailFacts), kind, body: 'ISAF HQ' });
  };

  it.each([
    ['decision_reminder', 'decision needed by 2026-11-26 20:54 UTC', 'still waits for its decision'],
    ['progress_reminder', 'news needed', 'Nothing was heard for long'],
    ['unacknowledged', 'not acknowledged by UNHCR', 'UNHCR has not acknowledged a referral'],
    ['undecided', 'not decided by UNHCR', 'UNHCR acknowledged a referral and has not decided'],
  ] as const)('of kind %s say what is late, and hold no link', (kind, subject, opening) => {
    const mail = without(kind);
    expect(mail.subject).toBe(`[Liaison Hub] AFG-2026-000123: ${subject}`);
    expect(mail.text).toContain(opening);
    expect(mail.text).not.toContain('link');
    expect(mail.html).not.toContain('<a ');
  });

  it('take no line break and no markup from a value', () => {
    const { subject, text, html } = composeMail({
      ...facts,
      reference: 'X\r\nBcc: all@evil.example',
      body: '<script>alert(1)</script>\u2028',
    });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc/m);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('a mail on its way', () => {
  const mail = { id: 'mail-1', to: 'focal-point@unhcr.example', subject: 's', text: 't', html: 'h' };

  it('has the same Message-ID at every attempt, and says that a machine wrote it', () => {
    expect(messageOf(mail, 'Liaison Hub <hub@hub.example>')).toMatchObject({
      messageId: '<mail-1@hub.example>',
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  });

  it.each(['a@b.example, c@d.example', 'a@b.example\r\nBcc: x@y.example', 'Name <a@b.example>', 'nobody', ''])(
    'goes to one plain mailbox only: not %j',
    (to) => {
      expect(() => messageOf({ ...mail, to }, 'hub@hub.example')).toThrow(MailFault);
    },
  );
});
