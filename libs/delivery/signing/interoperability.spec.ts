import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { generateEd25519KeyPair, generateHmacSecret } from './secret-generator';
import { keysOf } from './secret-keys';
import { sign, signedBytes } from './webhook-signature';
import { verify } from './webhook-verification';

const hmac = generateHmacSecret();
const pair = generateEd25519KeyPair();
const anyId = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);
/** Text that survives UTF-8: lone surrogates do not. */
const anyBody = fc.json().map((text) => Buffer.from(text).toString());

describe.each([
  ['standardwebhooks', new StandardWebhook(hmac)],
  ['svix', new SvixWebhook(hmac)],
])('the npm package %s', (_name, theirs) => {
  it('verifies what we sign, also when rotation and ed25519 signatures stand beside it', () => {
    fc.assert(
      fc.property(anyId, anyBody, (id, body) => {
        const timestampSeconds = Math.floor(Date.now() / 1000);
        const secrets = [{ secret: generateHmacSecret() }, { secret: pair.privateKey }, { secret: hmac }];
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(timestampSeconds),
          'webhook-signature': sign({ id, timestampSeconds, body, secrets }),
        };
        expect(theirs.verify(Buffer.from(body), headers)).toEqual(JSON.parse(body));
        expect(() => theirs.verify(`${body} `, headers)).toThrow();
      }),
    );
  });

  it('signs what we verify', () => {
    fc.assert(
      fc.property(anyId, anyBody, (id, body) => {
        const now = new Date();
        const timestamp = String(Math.floor(now.getTime() / 1000));
        const signature = theirs.sign(id, now, body);
        expect(verify({ id, timestamp, signature, body, secrets: [hmac], now })).toEqual({ ok: true });
      }),
    );
  });
});

describe('the openssl command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-signing-'));
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function opensslVerifies(bytes: Buffer, signature: Buffer): boolean {
    const { publicKey } = keysOf(pair.publicKey) as Extract<ReturnType<typeof keysOf>, { kind: 'ed25519' }>;
    const key = file('key.pem', publicKey.export({ format: 'pem', type: 'spki' }));
    const files = ['-inkey', key, '-in', file('content', bytes), '-sigfile', file('signature', signature)];
    const run = spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', '-rawin', ...files], { encoding: 'utf8' });
    if (run.error) throw new Error('This spec needs the openssl command (3.x) on the PATH.', { cause: run.error });
    const said = run.stdout + run.stderr;
    if (!/Signature Verif/i.test(said)) throw new Error(`openssl did not verify: ${said}`);
    return run.status === 0;
  }

  it('verifies our v1a signature over id.timestamp.body, and no other bytes', () => {
    const content = { id: 'msg_1', timestampSeconds: 1_790_000_000, body: Buffer.from([123, 0, 255, 125]) };
    const header = sign({ ...content, secrets: [{ secret: pair.privateKey }] });
    expect(header).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/);
    const signature = Buffer.from(header.slice('v1a,'.length), 'base64');
    const expected = Buffer.concat([Buffer.from('msg_1.1790000000.'), content.body]);
    expect(signedBytes(content)).toEqual(expected);
    expect(opensslVerifies(expected, signature)).toBe(true);
    expect(opensslVerifies(Buffer.concat([expected, Buffer.from(' ')]), signature)).toBe(false);
  });
});
