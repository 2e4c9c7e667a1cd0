import { askPage, calledOffPage, expiredPage, receiptPage, unknownPage, type PageFacts } from './page';

const facts: PageFacts = {
  reference: 'AFG-2026-000123',
  body: 'UNHCR',
  operation: 'Support & <b>training</b>',
  timeZone: 'Asia/Kabul',
  kind: 'referral',
  priority: 'urgent',
  messageStatus: 'exercise',
  dueAt: new Date('2026-11-26T20:54:10Z'),
};
const contact = { body: 'ISAF HQ', role: 'Liaison officer', mailbox: 'focal-point@isaf-hq.example' };

describe('an acknowledgement page', () => {
  it('asks with one button in a form, and shows both times and the mark', () => {
    const { status, html } = askPage(facts);
    expect(status).toBe(200);
    expect(html).toMatch(/<form method="post">\s*<button type="submit">Acknowledge for UNHCR<\/button>/);
    for (const said of ['2026-11-26 20:54 UTC', '2026-11-27 01:24 Asia/Kabul', 'EXERCISE', 'AFG-2026-000123', 'urgent'])
      expect(html).toContain(said);
  });

  it('escapes what it shows, and holds no script, no inline style and no other host', () => {
    for (const { html } of [
      askPage(facts),
      receiptPage(facts, { receiptId: 'r', acknowledgedAt: facts.dueAt }),
      expiredPage(facts, contact),
      calledOffPage(facts, true, contact),
      unknownPage(),
    ]) {
      expect(html).not.toContain('<b>');
      expect(html).not.toMatch(/<script|<style| style=|https?:\/\//);
    }
    expect(askPage(facts).html).toContain('Support &amp; &lt;b&gt;training&lt;/b&gt;');
  });

  it('shows no mark on what is real', () => {
    expect(askPage({ ...facts, messageStatus: 'actual' }).html).not.toContain('real case');
  });

  it('says whom to turn to when nothing can be done', () => {
    expect(expiredPage(facts, contact)).toMatchObject({
      status: 410,
      html: expect.stringContaining('mailto:focal-point@isaf-hq.example') as string,
    });
    expect(calledOffPage(facts, false, contact)).toMatchObject({
      status: 409,
      html: expect.stringContaining('called this off') as string,
    });
    expect(unknownPage().status).toBe(404);
  });
});
