import { X509Certificate } from 'node:crypto';
import { HubError } from '#kernel';
import { TestAuthority, opensslKey } from '#test/certificates';
import { readClientCertificate } from './read-client-certificate';

const authority = new TestAuthority('Agency authority');
const own = authority.issue({ commonName: 'liaison-hub', use: 'clientAuth' });
const other = authority.issue({ commonName: 'other', use: 'clientAuth' });
// Certificates count whole seconds, and some are made after this.
const now = new Date(Date.now() + 60_000);

function refusal(chain: string, key: string, at = now): { pointer: string; code: string; text: string } {
  try {
    readClientCertificate(chain, key, at);
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const [first] = error.errors;
    return {
      pointer: first?.pointer ?? '',
      code: first?.code ?? '',
      text: JSON.stringify([error.detail, error.errors]),
    };
  }
  throw new Error('It was taken.');
}

describe('a client certificate', () => {
  it('is taken with its key and its chain, and its facts are told', () => {
    const { facts, chain, privateKey } = readClientCertificate(`${own.cert}${authority.cert}`, own.key, now);
    expect(facts).toEqual({
      subject: 'CN=liaison-hub',
      issuer: 'CN=Agency authority',
      fingerprint: new X509Certificate(own.cert).fingerprint256,
      notBefore: expect.stringMatching(/Z$/) as string,
      notAfter: expect.stringMatching(/Z$/) as string,
    });
    expect(chain.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----/);
  });

  it('is taken with words around it, as openssl writes them, and with line ends of Windows', () => {
    const chain = `Bag Attributes\nsubject=CN = liaison-hub\n${own.cert}`.replaceAll('\n', '\r\n');
    expect(readClientCertificate(chain, own.key.replaceAll('\n', '\r\n'), now).facts.subject).toBe('CN=liaison-hub');
  });

  const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  const weak = opensslKey('genpkey', '-algorithm', 'rsa', '-pkeyopt', 'rsa_keygen_bits:1024');
  const sealed = opensslKey('genpkey', '-algorithm', 'ed25519', '-aes256', '-pass', 'pass:fiction');
  const server = authority.issue({ commonName: 'partner', names: ['DNS:partner.example'] });

  it.each([
    ['no certificate at all', 'nonsense', own.key, now, '/certificate', 'certificate_empty'],
    [
      'one that is cut off',
      own.cert.replace(/[A-Za-z0-9+/]{40}\n/, '\n'),
      own.key,
      now,
      '/certificate',
      'certificate_malformed',
    ],
    ['one that expired', own.cert, own.key, inDays(3), '/certificate', 'certificate_expired'],
    ['one of tomorrow', own.cert, own.key, inDays(-3), '/certificate', 'certificate_not_yet_valid'],
    ['one of a server', server.cert, server.key, now, '/certificate', 'certificate_use'],
    ['a chain in the wrong order', `${own.cert}${other.cert}`, own.key, now, '/certificate', 'certificate_order'],
    ['too many', own.cert.repeat(9), own.key, now, '/certificate', 'certificate_too_long'],
    ['the key of another', own.cert, other.key, now, '/privateKey', 'key_mismatch'],
    ['a certificate for a key', own.cert, own.cert, now, '/privateKey', 'key_malformed'],
    ['a key with a password', own.cert, sealed, now, '/privateKey', 'key_encrypted'],
    ['a weak key', own.cert, weak, now, '/privateKey', 'key_weak'],
  ])('is refused by name and place: %s', (_name, chain, key, at, pointer, code) => {
    expect(refusal(chain, key, at)).toMatchObject({ pointer, code });
  });

  it('is refused without showing the key', () => {
    const secret = other.key.split('\n')[1] ?? 'no line';
    expect(refusal(own.cert, other.key).text).not.toContain(secret);
    expect(refusal(own.cert, other.key.replace('MIG', '!!!')).text).not.toContain(secret.slice(8, 40));
  });
});
