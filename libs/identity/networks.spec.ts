import fc from 'fast-check';
import { isWithin, networkOf } from './networks';

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['2001:db8:ffff::1/32', '2001:db8::/32'],
  ])('keeps %s as %s', (text, kept) => {
    expect(networkOf(text)).toBe(kept);
    expect(networkOf(kept)).toBe(kept);
  });

  it.each([
    '',
    'example.org',
    '0.0.0.0/0',
    '::/0',
    '203.0.113.7/33',
    '2001:db8::/129',
    '203.0.113.7/-1',
    '0x7f.1',
    '127.1',
    '010.0.0.1',
    '::ffff:203.0.113.7',
    'fe80::1%eth0',
    "203.0.113.7'; DROP TABLE api_keys; --",
  ])('does not take %j', (text) => {
    expect(networkOf(text)).toBeUndefined();
  });
});

describe('isWithin', () => {
  it('counts an IPv4 caller of an IPv6 socket as what it is', () => {
    expect(isWithin('::ffff:203.0.113.9', ['203.0.113.0/24'])).toBe(true);
    expect(isWithin('::ffff:203.0.114.9', ['203.0.113.0/24'])).toBe(false);
  });

  it('never mixes the versions, and holds nobody for inside who has no address', () => {
    expect(isWithin('203.0.113.9', ['2001:db8::/32'])).toBe(false);
    expect(isWithin('2001:db8::9', ['203.0.113.0/24'])).toBe(false);
    for (const nobody of ['', 'unix:', 'localhost']) expect(isWithin(nobody, ['0.0.0.0/1', '128.0.0.0/1'])).toBe(false);
  });

  it('holds an address for inside exactly when its first bits are those of the network', () => {
    const octets = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 });
    const bitsOf = (parts: readonly number[]): string => parts.map((one) => one.toString(2).padStart(8, '0')).join('');
    fc.assert(
      fc.property(octets, octets, fc.integer({ min: 1, max: 32 }), (address, base, length) => {
        const network = networkOf(`${base.join('.')}/${length}`) ?? '';
        const same = bitsOf(address).slice(0, length) === bitsOf(base).slice(0, length);
        expect(isWithin(address.join('.'), [network])).toBe(same);
      }),
    );
  });
});
