import { composeEndpointMail, type EndpointMailFacts } from './compose-endpoint-mail';

const facts: EndpointMailFacts = {
  kind: 'endpoint_disabled',
  body: 'IOM',
  role: 'Counter-trafficking focal point',
  operation: 'Support to the Government of Afghanistan',
  owner: undefined,
  host: 'partner.example',
  endpointId: '01980000-0000-7000-8000-000000000003',
  reason: 'the receiver answered 410 Gone',
  since: new Date('2026-03-02T08:05:30Z'),
  waiting: 3,
  api: 'https://hub.example',
};
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('a mail about an endpoint', () => {
  it('says to its own body which one, why, since when, what waits, and what to do', () => {
    const { subject, text, html } = composeEndpointMail(facts);
    expect(subject).toBe('[Liaison Hub] your webhook endpoint at partner.example was disabled');
    for (const part of [text, html])
      for (const said of [
        'Counter-trafficking focal point of IOM',
        'partner.example',
        'the receiver answered 410 Gone',
        '2026-03-02 08:05 UTC',
        '3 events; none is lost',
        'https://hub.example/v1/webhook-endpoints/01980000-0000-7000-8000-000000000003',
      ])
        expect(flat(part)).toContain(said);
  });

  it('warns after a day before it is disabled', () => {
    const { subject, text } = composeEndpointMail({ ...facts, kind: 'endpoint_failing', reason: undefined });
    expect(subject).toBe('[Liaison Hub] your webhook endpoint at partner.example has failed for a day');
    expect(flat(text)).toContain('after five days without one success it disables the endpoint');
    expect(text).not.toContain('Why:');
  });

  it.each(['endpoint_disabled', 'endpoint_failing'] as const)(
    'tells the coordinator which body to call, and nothing of its systems: %s',
    (kind) => {
      const { subject, text, html } = composeEndpointMail({ ...facts, kind, body: 'ISAF', owner: 'IOM' });
      expect(subject).toContain('IOM');
      expect(flat(text)).toContain('Call the focal point of IOM');
      for (const part of [subject, text, html])
        for (const unsaid of [facts.host, facts.endpointId]) expect(part).not.toContain(unsaid);
    },
  );

  it('takes no line break and no markup from a value', () => {
    const { subject, text, html } = composeEndpointMail({
      ...facts,
      host: 'x\r\nBcc: a@b.example',
      reason: '<b>x</b>',
    });
    expect(subject).not.toMatch(/[\r\n]/);
    expect(text).not.toMatch(/^Bcc:/m);
    expect(html).not.toContain('<b>');
  });
});
