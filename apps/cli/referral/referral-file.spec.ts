import { jsonIn, keyOfContent } from './referral-file';

describe('a referral file', () => {
  it('is read with or without a byte order mark', () => {
    expect(jsonIn('case.json', Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
  });

  it('tells where a mistake is, and nothing of what stands there', () => {
    const text = '{\n  "name": "Testperson",,\n}';
    try {
      jsonIn('case.json', Buffer.from(text));
      throw new Error('should have been refused');
    } catch (error) {
      expect((error as Error).message).toMatch(/^case\.json is not JSON/);
      expect((error as Error).message).not.toContain('Testperson');
    }
  });

  it('has one key per content and API key', () => {
    const key = keyOfContent('create', 'lh_a', ['{}']);
    expect(keyOfContent('create', 'lh_a', [Buffer.from('{}')])).toBe(key);
    expect(keyOfContent('create', 'lh_b', ['{}'])).not.toBe(key);
    expect(keyOfContent('create', 'lh_a', ['{', '}'])).not.toBe(key);
  });
});
