import { EXCERPT_BYTES, redactExcerpt } from './redact-excerpt';

describe('the excerpt of an answer', () => {
  it.each([
    ['a mail address', 'no mailbox for amina.k@partner.example here', 'no mailbox for […] here'],
    ['a telephone number with its country', 'call +93 70 123 4567 now', 'call […] now'],
    ['the same with two noughts', 'call 0093701234567', 'call […]'],
    ['a national telephone number', 'call 0171/123 45 67', 'call […]'],
    ['a bearer token', 'got Authorization: Bearer abc.DEF-123456', 'got Authorization: Bearer […]'],
    ['a named secret', '{"api_key":"s3cr3t","ok":false}', '{"api_key":"[…]","ok":false}'],
    ['a password in a query', 'POST /in?password=hunter2&x=1', 'POST /in?password=[…]&x=1'],
    ['a signing secret of the hub', 'tried whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'tried […]'],
    ['a JSON Web Token', 'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln bad', 'jwt […] bad'],
    ['a long key', `key ${'a1'.repeat(24)} unknown`, 'key […] unknown'],
  ])('does not hold %s', (_, answer, kept) => {
    expect(redactExcerpt(answer)).toBe(kept);
  });

  it.each([
    'out of paper',
    'Down for maintenance since 2026-03-04T08:00:00.000Z',
    'error 500 at 10.0.0.1:8080 in 123456 ms',
    'unknown delivery 01234567-89ab-7def-8123-456789abcdef',
    'AFG-2026-000123 is not known',
  ])('keeps what helps: %s', (answer) => {
    expect(redactExcerpt(answer)).toBe(answer);
  });

  it('is one line without control characters', () => {
    expect(redactExcerpt('one\r\ntwo\u0000three\u202efour\u2028five')).toBe('one two three four five');
  });

  it('is no longer than 512 bytes, and ends with a whole character', () => {
    const kept = redactExcerpt('é '.repeat(400));
    expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(EXCERPT_BYTES);
    expect(kept).not.toContain('\uFFFD');
  });

  it('is soon made of whatever came', () => {
    for (const hostile of ['0 '.repeat(256), 'a@'.repeat(256), '-'.repeat(512), 'a1_'.repeat(170), '+1('.repeat(170)]) {
      const began = performance.now();
      redactExcerpt(hostile);
      expect(performance.now() - began).toBeLessThan(100);
    }
  });
});
