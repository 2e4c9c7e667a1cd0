import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { challengeAnswer, isVerification } from './challenge';
import { WebhookVerificationError } from './errors';
import { verifyWebhook, type WebhookToVerify } from './verify';

const ID = '01980000-0000-7000-8000-000000000009';
const NOW = new Date('2026-11-23T21:05:55.000Z');
const AT = String(NOW.getTime() / 1_000);
const EVENT = {
  type: 'referral.routed',
  timestamp: '2026-11-23T21:05:55.418Z',
  data: {
    messageId: '01a20a3a-cc38-74e0-af5a-64cde89ce292',
    reference: 'AFG-2026-000001',
    kind: 'referral',
    operation: 'afghanistan',
    sequence: 1,
    thread: '01a20a3a-cc38-74e0-af5a-64cde89ce292',
    status: 'exercise',
    dueAt: null,
    overdue: false,
    href: 'https://hub.example.org/v1/inbox/01a20a3a-cc38-74e0-af5a-64cde89ce292',
  },
};
const BODY = JSON.stringify(EVENT);
const secret = `whsec_${randomBytes(32).toString('base64')}`;
const other = `whsec_${randomBytes(24).toString('base64')}`;
const pair = generateKeyPairSync('ed25519');
const raw = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
const whpk = `whpk_${raw.toString('base64')}`;

const hmac = (by = secret, body = BODY): string => new StandardWebhook(by).sign(ID, NOW, body);
const ed25519 = (body = BODY): string =>
  `v1a,${sign(null, Buffer.from(`${ID}.${AT}.${body}`), pair.privateKey).toString('base64')}`;
const webhook = (signature: string, over: Partial<WebhookToVerify> = {}): WebhookToVerify => ({
  headers: { 'webhook-id': ID, 'webhook-timestamp': AT, 'webhook-signature': signature },
  body: Buffer.from(BODY),
  secrets: secret,
  now: NOW,
  ...over,
});
const sound = (): Record<string, string> => ({
  ...{ 'webhook-id': ID, 'webhook-timestamp': AT, 'webhook-signature': hmac() },
});
const codeOf = (received: WebhookToVerify): string => {
  try {
    verifyWebhook(received);
  } catch (error) {
    if (error instanceof WebhookVerificationError) return error.code;
    throw error;
  }
  return 'believed';
};

describe('a webhook', () => {
  it('is verified and read, whoever made its signature', () => {
    const svix = new SvixWebhook(secret).sign(ID, NOW, BODY);
    for (const signature of [hmac(), svix, `v1,x v2,new ${hmac()}`])
      expect(verifyWebhook(webhook(signature))).toEqual({ id: ID, ...EVENT });
    expect(verifyWebhook(webhook(ed25519(), { secrets: whpk }))).toEqual({ id: ID, ...EVENT });
  });

  it('is the challenge of the hub where it says so, and holds one', () => {
    const data = { endpointId: '01a20a3a-cc38-74e0-af5a-64cde89ce293', challenge: 'q0Z' };
    const sent = (given: object): WebhookToVerify => {
      const body = JSON.stringify({ type: 'endpoint.verification', timestamp: EVENT.timestamp, data: given });
      return webhook(hmac(secret, body), { body });
    };
    const event = verifyWebhook(sent(data));
    if (!isVerification(event)) throw new Error('it is taken for an event');
    expect([event.data.endpointId, challengeAnswer(event)]).toEqual([data.endpointId, { challenge: 'q0Z' }]);
    expect(isVerification(verifyWebhook(webhook(hmac())))).toBe(false);
    for (const wrong of [{ endpointId: data.endpointId }, { ...data, challenge: '' }, EVENT.data])
      expect(codeOf(sent(wrong))).toBe('invalid_body');
  });

  it('is verified by any of several secrets, of either scheme', () => {
    expect(codeOf(webhook(hmac(), { secrets: [other, secret] }))).toBe('believed');
    expect(codeOf(webhook(hmac(other), { secrets: [other, secret] }))).toBe('believed');
    expect(codeOf(webhook(ed25519(), { secrets: [secret, whpk] }))).toBe('believed');
    expect(codeOf(webhook(`${hmac(other)} ${ed25519()}`, { secrets: [secret, whpk] }))).toBe('believed');
    expect(codeOf(webhook(hmac(other)))).toBe('no_matching_signature');
  });

  it('is verified as text or bytes, with headers of any make', () => {
    const headers = { 'webhook-id': ID, 'webhook-timestamp': AT, 'webhook-signature': hmac() };
    expect(codeOf(webhook('', { headers: new Headers(headers), body: BODY }))).toBe('believed');
    const capitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]));
    expect(codeOf(webhook('', { headers: capitals, body: new Uint8Array(Buffer.from(BODY)) }))).toBe('believed');
  });

  it('is refused when a single bit differs, in any place', () => {
    for (const [signature, secrets] of [
      [hmac(), secret],
      [ed25519(), whpk],
    ] as const) {
      for (const at of [0, 40, BODY.length - 1]) {
        const body = Buffer.from(BODY);
        body[at] = (body[at] ?? 0) ^ 1;
        expect(codeOf(webhook(signature, { secrets, body }))).toBe('no_matching_signature');
      }
      const headers = { 'webhook-id': `${ID}0`, 'webhook-timestamp': AT, 'webhook-signature': signature };
      expect(codeOf(webhook('', { secrets, headers }))).toBe('no_matching_signature');
      const later = { ...headers, 'webhook-id': ID, 'webhook-timestamp': String(Number(AT) + 1) };
      expect(codeOf(webhook('', { secrets, headers: later }))).toBe('no_matching_signature');
      expect(codeOf(webhook(signature.slice(0, -2), { secrets }))).toBe('no_matching_signature');
    }
  });

  it('does not pass off one scheme as the other', () => {
    expect(codeOf(webhook(hmac().replace('v1,', 'v1a,'), { secrets: [secret, whpk] }))).toBe('no_matching_signature');
    expect(codeOf(webhook(ed25519().replace('v1a,', 'v1,'), { secrets: [secret, whpk] }))).toBe(
      'no_matching_signature',
    );
    // The public key is known to everybody: it must not be a secret for HMAC.
    const forged = hmac(`whsec_${raw.toString('base64')}`);
    expect(codeOf(webhook(forged, { secrets: whpk }))).toBe('no_matching_signature');
  });

  it.each([
    [300, 'believed'],
    [301, 'too_old'],
    [-300, 'believed'],
    [-301, 'too_new'],
  ])('signed %d seconds ago is %s', (age, code) => {
    expect(codeOf(webhook(hmac(), { now: new Date(NOW.getTime() + age * 1_000) }))).toBe(code);
  });

  it('may be given another tolerance', () => {
    const now = new Date(NOW.getTime() + 31_000);
    expect(codeOf(webhook(hmac(), { now, toleranceSeconds: 30 }))).toBe('too_old');
    expect(() => verifyWebhook(webhook(hmac(), { toleranceSeconds: Number.NaN }))).toThrow(RangeError);
  });

  it.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])('is refused without %s, or with two', (name) => {
    const { headers } = webhook(hmac());
    const { [name]: value, ...without } = headers as Record<string, string>;
    expect(codeOf(webhook('', { headers: without }))).toBe('missing_header');
    expect(codeOf(webhook('', { headers: { ...without, [name]: [value!, value!] } }))).toBe('malformed_header');
  });

  it.each([
    ['webhook-id', 'with.stop'],
    ['webhook-id', 'with blank'],
    ['webhook-timestamp', '1e9'],
    ['webhook-timestamp', '-1'],
    ['webhook-timestamp', '01'],
    ['webhook-signature', Array(17).fill('v1,x').join(' ')],
  ])('is refused for %s: %s', (name, value) => {
    expect(codeOf(webhook('', { headers: { ...sound(), [name]: value } }))).toBe('malformed_header');
  });

  it.each(['', 'null', '[]', '{"type":"test.ping"}', '{"type":1,"timestamp":"","data":{}}'])(
    'that is signed but holds %j is refused',
    (body) => {
      expect(codeOf(webhook(hmac(secret, body), { body }))).toBe('invalid_body');
    },
  );

  it.each(['', 'secret', 'whsec_', 'whsec_AAAA', `whsk_${'A'.repeat(44)}`, 'whpk_AAAA', `${secret}=`])(
    'is not verified with %j, which is no secret, and the error does not repeat it',
    (secrets) => {
      const verifying = () => verifyWebhook(webhook(hmac(), { secrets }));
      expect(verifying).toThrow(WebhookVerificationError);
      expect(codeOf(webhook(hmac(), { secrets }))).toBe('malformed_secret');
      if (secrets.length > 10) expect(verifying).not.toThrow(secrets);
    },
  );

  it('is not believed where there is no secret at all', () => {
    expect(codeOf(webhook(hmac(), { secrets: [] }))).toBe('malformed_secret');
  });
});
