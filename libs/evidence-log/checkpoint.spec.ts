import { EMPTY_ROOT, openCheckpoint, openNote, signCheckpoint, signerKey, verifierKey } from './index';

const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 7));
const other = signerKey('hub.example/evidence', Buffer.alloc(32, 8));
const keys = [other.verifier, signer.verifier];

describe('a verifier key', () => {
  it('is read from its text', () => {
    expect(verifierKey(signer.verifier.text).key.equals(signer.verifier.key)).toBe(true);
  });

  it('is Go’s: name, key and id of the Go checksum database', () => {
    const sumdb = verifierKey('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');
    expect(sumdb).toMatchObject({ name: 'sum.golang.org', id: '033de0ae' });
  });

  it.each([
    ['another id', signer.verifier.text.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', `x${signer.verifier.text}`],
    ['no key', 'hub.example/evidence+00000000+AQ=='],
    ['nothing of it', 'hub.example'],
  ])('is refused with %s', (_, text) => {
    expect(() => verifierKey(text)).toThrow(/verifier key/);
  });

  it('has no white space or plus in its name', () => {
    for (const name of ['a b', 'a+b', '']) expect(() => signerKey(name, Buffer.alloc(32))).toThrow('name of a key');
  });
});

describe('a checkpoint', () => {
  const note = signCheckpoint(3, EMPTY_ROOT, signer);

  it('is three lines and the signature below', () => {
    expect(note).toMatch(
      /^hub\.example\/evidence\n3\n47DEQpj8HBSa\+\/TImW\+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— hub\.example\/evidence \S+\n$/,
    );
  });

  it('opens with the key that signed it', () => {
    expect(openCheckpoint(note, keys)).toMatchObject({ size: 3, root: EMPTY_ROOT, key: signer.verifier });
  });

  it('also when somebody else signed it too', () => {
    const [, signature] = signCheckpoint(3, EMPTY_ROOT, other).split('\n\n');
    expect(openCheckpoint(`${note}${signature ?? ''}`, [other.verifier])?.key).toBe(other.verifier);
    expect(openNote(`${note}${signature ?? ''}`, keys)?.key).toBe(signer.verifier);
  });

  it('does not open with another key, or when a byte of it is another', () => {
    expect(openCheckpoint(note, [other.verifier])).toBeUndefined();
    const bytes = Buffer.from(note);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8((changed.readUInt8(at) + 1) % 256, at);
      expect(openCheckpoint(changed.toString('utf8'), keys)).toBeUndefined();
    }
  });
});
