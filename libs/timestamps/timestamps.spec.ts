import { createHash } from 'node:crypto';
import { TimestampAuthority } from '#test/timestamp-authority';
import { TestAuthority } from '#test/certificates';
import { TimestampRefused, openResponse, openToken, timestampRequest, trustedAuthorities } from './index';

const DATA = Buffer.from('hub.example/evidence\n3\nroot\n');

const authority = new TimestampAuthority();
const trusted = trustedAuthorities(authority.root);
afterAll(() => {
  authority.close();
});

/** Why an answer is refused; nothing when it is not. */
async function faultOf(answer: Promise<unknown>): Promise<string | undefined> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof TimestampRefused) return error.fault;
    throw error;
  }
  return undefined;
}

describe('a time stamp', () => {
  it('is asked for with a nonce and the certificate, is taken, and is one to OpenSSL too', async () => {
    const request = timestampRequest(DATA);
    expect(authority.shown(request.der)).toMatch(
      /Hash Algorithm: sha256[\s\S]*Nonce: 0x[0-9A-F]{32}\n[\s\S]*Certificate required: yes/,
    );
    const answer = authority.reply(request.der);
    const { token, at } = await openResponse(answer, request, trusted);
    expect(Math.abs(Date.now() - at.getTime())).toBeLessThan(60_000);
    expect(authority.verifies(token, DATA)).toBe(true);
    expect(await openToken(token, DATA, trusted)).toMatchObject({ at });
  });

  it('is read when the certificate has ended since: it counts as of its time', async () => {
    const request = timestampRequest(DATA);
    const { token, at } = await openResponse(authority.reply(request.der), request, trusted);
    jest.useFakeTimers({ now: at.getTime() + 10 * 86_400_000 });
    try {
      expect(await openToken(token, DATA, trusted)).toMatchObject({ at });
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('an answer is refused', () => {
  it('to another request, though over the same data', async () => {
    const replayed = authority.reply(timestampRequest(DATA).der);
    expect(await faultOf(openResponse(replayed, timestampRequest(DATA), trusted))).toBe('nonce');
    const without = authority.reply(authority.query(DATA, '-sha256', '-cert', '-no_nonce'));
    expect(await faultOf(openResponse(without, timestampRequest(DATA), trusted))).toBe('nonce');
  });

  it('over something else', async () => {
    const other = timestampRequest(Buffer.from('another checkpoint'));
    const answer = authority.reply(other.der);
    expect(await faultOf(openResponse(answer, { ...other, data: DATA }, trusted))).toBe('imprint');
    const weaker = authority.reply(authority.query(DATA, '-sha384', '-cert'));
    expect(await faultOf(openResponse(weaker, timestampRequest(DATA), trusted))).toBe('imprint');
  });

  it('of an authority that is not trusted, whatever it calls itself', async () => {
    const other = new TimestampAuthority();
    const request = timestampRequest(DATA);
    expect(await faultOf(openResponse(other.reply(request.der), request, trusted))).toBe('signature');
    const stranger = trustedAuthorities(new TestAuthority('Time root').cert);
    expect(await faultOf(openResponse(authority.reply(request.der), request, stranger))).toBe('signature');
    other.close();
  });

  it('without the certificate of the signer', async () => {
    const request = timestampRequest(DATA);
    const without = authority.reply(authority.query(DATA, '-sha256'));
    expect(await faultOf(openResponse(without, request, trusted))).toBe('signature');
  });

  it.each([
    ['lax', 'purpose'],
    ['both', 'purpose'],
    ['server', 'purpose'],
    ['ended', 'signature'],
    ['tsa', undefined],
  ] as const)('of a signer whose certificate is not for time stamps alone, and then: %s', async (signer, fault) => {
    const request = timestampRequest(DATA);
    const { token } = await openResponse(authority.reply(request.der), request, trusted);
    const resigned = authority.resigned(token, signer, '-cades');
    expect(await faultOf(openToken(resigned, DATA, trusted))).toBe(fault);
  });

  it('whose signature does not name the certificate of the signer', async () => {
    const request = timestampRequest(DATA);
    const { token } = await openResponse(authority.reply(request.der), request, trusted);
    expect(await faultOf(openToken(authority.resigned(token, 'tsa'), DATA, trusted))).toBe('signature');
  });

  it('when it grants nothing', async () => {
    const refused = authority.reply(authority.query(DATA, '-md5', '-cert'));
    expect(await faultOf(openResponse(refused, timestampRequest(DATA), trusted))).toBe('not_granted');
  });

  it('when it is not one, or something follows', async () => {
    const request = timestampRequest(DATA);
    const answer = authority.reply(request.der);
    const broken = [Buffer.alloc(0), Buffer.from('<html>'), answer.subarray(0, -1), Buffer.concat([answer, answer])];
    for (const bytes of broken) expect(await faultOf(openResponse(bytes, request, trusted))).toBe('unreadable');
  });

  it('with a bit turned of what it says, or of its signature', async () => {
    const request = timestampRequest(DATA);
    const { token } = await openResponse(authority.reply(request.der), request, trusted);
    const turned = (place: number): Buffer => {
      const other = Buffer.from(token);
      other.writeUInt8(other.readUInt8(place) ^ 0x01, place);
      return other;
    };
    const nonce = token.indexOf(request.nonce);
    const stamped = token.indexOf(createHash('sha256').update(DATA).digest());
    expect([nonce, stamped].every((place) => place > 0)).toBe(true);
    expect(await faultOf(openToken(turned(nonce + 5), DATA, trusted))).toBe('signature');
    expect(await faultOf(openToken(turned(stamped + 5), DATA, trusted))).toBe('imprint');
    expect(await faultOf(openToken(turned(token.length - 5), DATA, trusted))).toBe('signature');
  });
});
