import fc from 'fast-check';
import { AddressPolicy } from './address-policy';

const BLOCKED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const toNumber = (address: string): number => address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
const toAddress = (value: number): string => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
const toHextets = (value: number): string => `${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;

const anyBlockedV4 = fc
  .constantFrom(...BLOCKED_V4)
  .chain(([base, bits]) =>
    fc.integer({ min: 0, max: 2 ** (32 - bits) - 1 }).map((offset) => (toNumber(base) + offset) >>> 0),
  );

describe('AddressPolicy', () => {
  const strict = new AddressPolicy();

  it('refuses every IPv4 address inside a blocked range, plain and inside every IPv6 form that carries one', () => {
    fc.assert(
      fc.property(anyBlockedV4, (value) => {
        const plain = toAddress(value);
        const hextets = toHextets(value);
        const forms = [
          plain,
          `::ffff:${plain}`,
          `::ffff:${hextets}`,
          `::${hextets}`,
          `::ffff:0:${hextets}`,
          `64:ff9b::${plain}`,
          `64:ff9b:1::${hextets}`,
          `2002:${hextets}::1`,
          `2001:0:${hextets}::1`,
        ];
        expect(forms.filter((form) => strict.refusal(form) === undefined)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('names the blocked ranges at their first and last address, and lets their neighbours through', () => {
    for (const [base, bits] of BLOCKED_V4) {
      const last = toNumber(base) + 2 ** (32 - bits) - 1;
      expect([base, strict.refusal(base), strict.refusal(toAddress(last))]).not.toContain(undefined);
    }
    const neighbours = ['9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'];
    const more = ['172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0'];
    expect([...neighbours, ...more].filter((address) => strict.refusal(address) !== undefined)).toEqual([]);
  });

  it.each([
    ['169.254.169.254', 'metadata'],
    ['fd00:ec2::254', 'metadata'],
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['169.254.0.1', 'linkLocal'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'notAnAddress'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['fc00::1', 'uniqueLocal'],
    ['fdff:ffff::1', 'uniqueLocal'],
    ['ff02::1', 'multicast'],
    ['::ffff:8.8.8.8', 'ipv4Mapped'],
    ['::808:808', 'notGlobalUnicast'],
    ['2002:808:808::1', '6to4'],
    ['2001:0:808:808::1', 'teredo'],
    ['64:ff9b::808:808', 'rfc6052'],
    ['64:ff9b:1::808:808', 'rfc6052'],
    ['2001:db8::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['2001:2::1', 'benchmarking'],
    ['100::1', 'discard'],
    ['5f00::1', 'segmentRouting'],
    ['4000::1', 'notGlobalUnicast'],
    ['0x7f.1', 'notAnAddress'],
    ['2130706433', 'notAnAddress'],
    ['hub.example', 'notAnAddress'],
    ['', 'notAnAddress'],
  ])('refuses %s as %s', (address, range) => {
    expect(strict.refusal(address)).toBe(range);
  });

  it.each(['93.184.215.14', '1.1.1.1', '2606:4700::1111', '2a00:1450:4001::1'])('lets public %s through', (address) => {
    expect(strict.refusal(address)).toBeUndefined();
  });

  it('opens loopback only by its own option, and only in its own spelling', () => {
    const open = new AddressPolicy({ allowLoopback: true });
    expect([open.refusal('127.0.0.1'), open.refusal('127.9.9.9'), open.refusal('::1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(open.refusal('::ffff:127.0.0.1')).toBe('ipv4Mapped');
    expect(new AddressPolicy({ allowedNetworks: ['127.0.0.0/8', '::1/128'] }).refusal('127.0.0.1')).toBe('loopback');
  });

  it('opens the listed networks and nothing beside them', () => {
    const closed = new AddressPolicy({ allowedNetworks: ['10.20.0.0/16', 'fd12:3456::/48', '100.64.0.0/10'] });
    expect(['10.20.0.1', 'fd12:3456::9', '100.64.3.2'].map((address) => closed.refusal(address))).toEqual(
      Array(3).fill(undefined),
    );
    expect(closed.refusal('10.21.0.1')).toBe('private');
    expect(closed.refusal('fd12:3457::9')).toBe('uniqueLocal');
    expect(closed.refusal('100.100.100.200')).toBe('metadata');
  });

  it('judges the IPv4 address inside a listed NAT64 prefix', () => {
    const nat64 = new AddressPolicy({ allowedNetworks: ['64:ff9b::/96', '64:ff9b:1::/48'] });
    expect(nat64.refusal('64:ff9b::1.1.1.1')).toBeUndefined();
    expect(nat64.refusal('64:ff9b::10.0.0.1')).toBe('rfc6052');
    expect(nat64.refusal('64:ff9b:1::1.1.1.1')).toBe('rfc6052');
  });

  it.each(['10.0.0.1', '10.0.0.0/33', 'intranet/8', '0.0.0.0/0', '::/0', '0x0a.0/8', ''])(
    'does not start with "%s" as an allowed network',
    (cidr) => {
      expect(() => new AddressPolicy({ allowedNetworks: [cidr] })).toThrow(/allowedNetworks: /);
    },
  );
});
