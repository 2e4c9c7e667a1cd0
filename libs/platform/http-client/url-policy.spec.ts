import { HubError } from '#kernel';
import { AddressPolicy } from './address-policy';
import { UrlPolicy } from './url-policy';

const strict = new UrlPolicy(new AddressPolicy());

function reasonFor(policy: UrlPolicy, url: string): unknown {
  try {
    policy.checkUrl(url);
    return 'taken';
  } catch (error) {
    if (error instanceof HubError && error.code === 'url_refused') return error.extra['reason'];
    throw error;
  }
}

describe('UrlPolicy', () => {
  it.each([
    'https://hooks.partner.example/in',
    'https://hooks.partner.example:8443/in?tenant=7',
    'https://1.1.1.1/',
    'https://[2606:4700::1111]/',
    'https://bücher.example/',
    'HTTPS://HOOKS.PARTNER.EXAMPLE/',
    'https://a_b.example/',
  ])('takes %s', (url) => {
    expect(reasonFor(strict, url)).toBe('taken');
  });

  it.each([
    ['http://hooks.partner.example/', 'scheme'],
    ['ftp://hooks.partner.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['//hooks.partner.example/', 'scheme'],
    ['https:hooks.partner.example', 'scheme'],
    ['https:///hooks.partner.example', 'scheme'],
    ['https://', 'scheme'],
    ['nope', 'scheme'],
    ['', 'scheme'],
    ['https://user:secret@hooks.partner.example/', 'credentials'],
    ['https://user@hooks.partner.example/', 'credentials'],
    ['https://@hooks.partner.example/', 'credentials'],
    ['https://hooks.partner.example/#part', 'fragment'],
    ['https://hooks.partner.example/#', 'fragment'],
    [' https://hooks.partner.example/', 'malformed'],
    ['https://hooks.partner.example/a b', 'malformed'],
    ['https://hooks.partner\n.example/', 'malformed'],
    ['https:\\\\hooks.partner.example\\', 'malformed'],
    ['https://hooks.partner.example:99999/', 'malformed'],
    ['https://[::1/', 'malformed'],
    ['https://1.2.3.4.5/', 'malformed'],
    ['https://hooks.partner.example./', 'host'],
    ['https://hooks..example/', 'host'],
    ['https://-hooks.example/', 'host'],
    [`https://${'a'.repeat(64)}.example/`, 'host'],
    ['https://hooks.partner.example:22/', 'port'],
    ['https://hooks.partner.example:25/', 'port'],
    [`https://hooks.partner.example/${'a'.repeat(2048)}`, 'too_long'],
  ])('refuses %s as %s', (url, reason) => {
    expect(reasonFor(strict, url)).toBe(reason);
  });

  it('names the likely fix and never repeats the URL', () => {
    const check = () => strict.checkUrl('https://user:secret@hooks.partner.example/?case=42');
    expect(check).toThrow(/Remove them/);
    expect(check).not.toThrow(/secret|case=42|partner/);
  });

  it('takes http for loopback when loopback is open, and for nothing else', () => {
    const local = new UrlPolicy(new AddressPolicy({ allowLoopback: true }));
    const urls = ['http://127.0.0.1:8080/', 'http://[::1]:8080/', 'http://localhost:8080/', 'https://hub.localhost/'];
    expect(urls.map((url) => reasonFor(local, url))).toEqual(Array(4).fill('taken'));
    expect(reasonFor(local, 'http://hooks.partner.example/')).toBe('scheme');
  });

  it('takes http everywhere when a closed network says so', () => {
    const closed = new UrlPolicy(new AddressPolicy({ allowedNetworks: ['10.20.0.0/16'] }), { allowHttp: true });
    expect(reasonFor(closed, 'http://10.20.0.5/')).toBe('taken');
    expect(reasonFor(closed, 'http://10.21.0.5/')).toBe('address');
  });

  it('takes only the listed ports when ports are listed', () => {
    const policy = new UrlPolicy(new AddressPolicy(), { ports: [443] });
    expect(reasonFor(policy, 'https://hooks.partner.example/')).toBe('taken');
    expect(reasonFor(policy, 'https://hooks.partner.example:8443/')).toBe('port');
  });
});
