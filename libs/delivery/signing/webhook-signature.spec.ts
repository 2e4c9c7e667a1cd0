import fc from 'fast-check';
import { generateEd25519KeyPair, generateHmacSecret } from './secret-generator';
import { sign, SigningSecret } from './webhook-signature';
import { ReceivedWebhook, verify } from './webhook-verification';

const hmac = generateHmacSecret();
const pair = generateEd25519KeyPair();
const NOW = 1_790_000_000;
const at = (seconds: number): Date => new Date(seconds * 1000);

const anyId = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);
const anyBody = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.uint8Array({ minLength: 1 }).map((bytes) => Buffer.from(bytes)),
);

function received(
  extra: Partial<ReceivedWebhook> = {},
  secrets: SigningSecret[] = [{ secret: hmac }],
): ReceivedWebhook {
  const signature = sign({ id: 'msg_1', timestampSeconds: NOW, body: '{"a":1}', secrets });
  return { id: 'msg_1', timestamp: String(NOW), signature, body: '{"a":1}', secrets: [hmac], now: at(NOW), ...extra };
}

/** Every text that differs from `text` in one place, at a place and by an amount that fast-check picks. */
const tampered = (bytes: Buffer) =>
  fc.record({ at: fc.nat(bytes.length - 1), by: fc.integer({ min: 1, max: 255 }) }).map(({ at, by }) => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at]! + by) & 255;
    return changed;
  });

describe('a signed webhook', () => {
  it('matches the example of the Standard Webhooks libraries', () => {
    const signature = sign({
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestampSeconds: 1614265330,
      body: '{"test": 2432232314}',
      secrets: [{ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }],
    });
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is verified, whatever its id and body, by either key alone', () => {
    fc.assert(
      fc.property(anyId, anyBody, fc.nat(2 ** 33), (id, body, timestampSeconds) => {
        const secrets = [{ secret: hmac }, { secret: pair.privateKey }];
        const signature = sign({ id, timestampSeconds, body, secrets });
        const webhook = { id, timestamp: String(timestampSeconds), signature, body, now: at(timestampSeconds) };
        for (const secret of [hmac, pair.publicKey]) {
          expect(verify({ ...webhook, secrets: [secret] })).toEqual({ ok: true });
        }
      }),
    );
  });

  it.each([
    ['HMAC', hmac, hmac],
    ['ed25519', pair.privateKey, pair.publicKey],
  ])('is refused by %s when any byte of body, id, timestamp or signature is changed', (_name, signing, verifying) => {
    const property = fc.property(
      fc.tuple(anyId, anyBody).chain(([id, body]) => {
        const signature = sign({ id, timestampSeconds: NOW, body, secrets: [{ secret: signing }] });
        const good = { id, timestamp: String(NOW), signature, body: Buffer.from(body as string) };
        return fc.oneof(
          tampered(good.body).map((body) => ({ ...good, body })),
          tampered(Buffer.from(id, 'latin1')).map((id) => ({ ...good, id: id.toString('latin1') })),
          tampered(Buffer.from(good.timestamp)).map((timestamp) => ({ ...good, timestamp: timestamp.toString() })),
          tampered(Buffer.from(signature)).map((signature) => ({ ...good, signature: signature.toString() })),
        );
      }),
      (webhook) => {
        const result = verify({ ...webhook, secrets: [verifying], now: at(NOW), toleranceSeconds: 1e12 });
        expect(result).toMatchObject({ ok: false });
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('is believed within the tolerance on either side, and not beyond', () => {
    const after = (seconds: number) => verify(received({ now: at(NOW + seconds) }));
    expect([after(-301), after(-300), after(300), after(301)]).toEqual([
      { ok: false, reason: 'too_new' },
      { ok: true },
      { ok: true },
      { ok: false, reason: 'too_old' },
    ]);
    expect(verify(received({ now: at(NOW + 11), toleranceSeconds: 10 }))).toEqual({ ok: false, reason: 'too_old' });
  });

  it.each([
    ['an id with a full stop', { id: 'msg.1' }],
    ['an empty id', { id: '' }],
    ['a timestamp with a fraction', { timestamp: `${NOW}.0` }],
    ['a timestamp with a leading zero', { timestamp: `0${NOW}` }],
    ['no timestamp', { timestamp: '' }],
    ['a flood of signatures', { signature: 'v1a,AAAA '.repeat(1_000) }],
  ])('is malformed with %s', (_name, extra) => {
    expect(verify(received(extra))).toEqual({ ok: false, reason: 'malformed' });
  });

  it('passes over signatures of versions it does not know', () => {
    const { signature } = received();
    expect(verify(received({ signature: `v9,abc v1a,abc nonsense ${signature}` }))).toEqual({ ok: true });
  });

  it('of one scheme is not taken for the other', () => {
    const { signature } = received();
    expect(verify(received({ signature: signature.replace('v1,', 'v1a,') }))).toMatchObject({ ok: false });
    expect(verify(received({ secrets: [pair.publicKey] }))).toEqual({ ok: false, reason: 'no_match' });
    expect(verify(received({ secrets: [] }))).toEqual({ ok: false, reason: 'no_match' });
  });
});

describe('rotation', () => {
  it('signs with every unexpired secret and no other, so that old and new both verify during the overlap', () => {
    const anySecret = fc.record({
      secret: fc.constantFrom(...Array.from({ length: 8 }, generateHmacSecret), pair.privateKey),
      offset: fc.option(fc.integer({ min: -90_000, max: 90_000 })),
    });
    const anySet = fc.uniqueArray(anySecret, { selector: ({ secret }) => secret, minLength: 1 });
    fc.assert(
      fc.property(anySet, (set) => {
        const secrets = set.map(({ secret, offset }) => ({
          secret,
          expiresAt: offset === null ? null : at(NOW + offset),
        }));
        const live = set.filter(({ offset }) => offset === null || offset > 0);
        fc.pre(live.length > 0);
        const webhook = received({}, secrets);
        for (const { secret } of set) {
          expect(verify({ ...webhook, secrets: [secret] }).ok).toBe(live.some((one) => one.secret === secret));
        }
        expect(webhook.signature.split(' ')).toHaveLength(live.length);
      }),
    );
  });
});

describe('signing refuses', () => {
  const content = { id: 'msg_1', timestampSeconds: NOW, body: '{}', secrets: [{ secret: hmac }] };

  it.each([
    ['an id with a full stop', { id: 'a.b' }, /without full stop/],
    ['an id with a line break', { id: 'a\r\nb' }, /printable ASCII/],
    ['milliseconds with a fraction', { timestampSeconds: 1.5 }, /whole Unix seconds/],
    ['no secret at all', { secrets: [] }, /Rotate/],
    ['only expired secrets', { secrets: [{ secret: hmac, expiresAt: at(NOW) }] }, /Rotate/],
    ['more secrets than a verifier reads', { secrets: Array(17).fill({ secret: hmac }) as SigningSecret[] }, /Rotate/],
    ['a public key', { secrets: [{ secret: pair.publicKey }] }, /only verifies/],
  ])('%s', (_name, extra, message) => {
    expect(() => sign({ ...content, ...extra })).toThrow(message);
  });
});
