import { withoutContent } from './kept-deliveries';

describe('a webhook that is shown to its body', () => {
  it('has the very bytes that are sent', () => {
    const body = '{ "type":"referral.routed", "data":{"href":"x","sequence":1} }';
    expect(withoutContent(body)).toBe(body);
  });

  it('has no encrypted content: that is sent only while it may be read', () => {
    const body = JSON.stringify({
      type: 'a',
      timestamp: 'b',
      data: { href: 'x', encrypted: 'a.b.c.d.e', sequence: 1 },
    });
    expect(withoutContent(body)).toBe('{"type":"a","timestamp":"b","data":{"href":"x","sequence":1}}');
  });
});
