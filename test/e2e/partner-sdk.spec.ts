import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startReceiver } from '../../libs/partner-sdk/examples/fastify';
import { sweepInbox } from '../../libs/partner-sdk/examples/fetch';
import {
  HubPartner,
  WebhookJwks,
  decryptContent,
  isVerification,
  verifyWebhook,
  type DecryptionKey,
  type ReceivedEvent,
  type WebhookEvent,
} from '../../libs/partner-sdk/src';
import { ApiCaller } from '#test/api-caller';
import { fictitiousCase } from '#test/fictitious';
import { startHub, type RunningHub } from '#test/running-hub';
import { cleanUpAfterwards, eventually, freePort, temporaryDirectory } from '#test/servers';
import { verifiedEndpoint, type VerifiedEndpoint } from '#test/verified-endpoint';
import { WebhookReceiver, type CapturedWebhook } from '#test/webhook-receiver';

const ROOT = resolve(__dirname, '../..');

describe('the partner SDK, against a running hub', () => {
  let hub: RunningHub;
  let officer: ApiCaller;
  const partner = (body: string): HubPartner =>
    new HubPartner({ baseUrl: hub.api, apiKey: hub.keys[body] ?? '', firstWaitMs: 50 });
  const refer = async (): Promise<string> => {
    const json = { operation: 'afghanistan', priority: 'urgent', status: 'exercise', body: fictitiousCase() };
    const { body } = await officer.call<{ id: string }>('POST', '/v1/referrals', { json });
    await officer.call('POST', `/v1/referrals/${body.id}/submit`);
    return body.id;
  };
  const eventIn = (event: ReceivedEvent): WebhookEvent => {
    if (isVerification(event)) throw new Error('It is the challenge of the hub.');
    return event;
  };
  /** The first webhook about a message, once it is there. */
  const webhookAbout = async ({ captured }: WebhookReceiver, id: string): Promise<CapturedWebhook> => {
    await eventually('it arrives', () => captured.some(({ raw }) => raw.includes(id)), 30_000);
    return captured.find(({ raw }) => raw.includes(id))!;
  };
  const atIom = async (id: string): Promise<Record<string, unknown> | undefined> => {
    const { body } = await officer.call<{ recipients: Record<string, unknown>[] }>('GET', `/v1/referrals/${id}`);
    return body.recipients.find(({ organisation }) => organisation === 'iom');
  };

  beforeAll(async () => {
    hub = await startHub('one process on its own PostgreSQL');
    officer = new ApiCaller(hub, 'isaf-hq');
  }, 120_000);
  afterAll(async () => {
    await hub.stop();
  }, 60_000);

  it('is verified and receives a real webhook with the Fastify example, fetches, acknowledges and decides', async () => {
    const port = await freePort();
    const atHub = new ApiCaller(hub, 'iom');
    const json = { url: `http://127.0.0.1:${port}/webhooks` };
    const { body: endpoint } = await atHub.call<VerifiedEndpoint>('POST', '/v1/webhook-endpoints', { json });
    const { secret, publicKey } = endpoint;
    const done: string[] = [];
    const onDone = (id: string, outcome: string): void => {
      done.push(`${id} ${outcome}`);
    };
    const app = await startReceiver({ hub: partner('iom'), secrets: [secret, publicKey], port, onDone });
    try {
      const verified = await atHub.call('POST', `/v1/webhook-endpoints/${endpoint.id}/verify`);
      expect(verified).toMatchObject({ status: 200, body: { state: 'active' } });
      const id = await refer();
      await eventually('it is dealt with', () => done.length > 0, 30_000);
      expect(done).toEqual([`${id} declined`]);
      expect(await atIom(id)).toMatchObject({ state: 'declined', decision: 'declined', reason: 'capacity' });
    } finally {
      await app.close();
    }
  }, 60_000);

  it('verifies by the secret, by the public key, and by the keys that the hub publishes', async () => {
    const receiver = await WebhookReceiver.open();
    try {
      const { secret, publicKey } = await verifiedEndpoint(new ApiCaller(hub, 'iom'), { url: receiver.url });
      const id = await refer();
      const { headers, raw } = await webhookAbout(receiver, id);
      for (const secrets of [secret, publicKey])
        expect(eventIn(verifyWebhook({ headers, body: raw, secrets })).data.messageId).toBe(id);
      const jwks = new WebhookJwks({ url: `${hub.api}/.well-known/webhook-jwks.json` });
      expect(eventIn(await jwks.verify({ headers, body: raw })).data.messageId).toBe(id);
      await expect(jwks.verify({ headers, body: raw.replace('exercise', 'actual') })).rejects.toMatchObject({
        code: 'no_matching_signature',
      });
    } finally {
      await receiver.close();
    }
  }, 60_000);

  it.each(['P-256', 'X25519'])(
    'opens what the hub encrypted to a key on %s',
    async (curve) => {
      const receiver = await WebhookReceiver.open();
      try {
        const pair =
          curve === 'X25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: curve });
        const kid = `cases-${curve}`;
        const { secret } = await verifiedEndpoint(new ApiCaller(hub, 'iom'), {
          ...{ url: receiver.url, payload: 'encrypted' },
          encryptionKey: { ...pair.publicKey.export({ format: 'jwk' }), kid },
        });
        const id = await refer();
        const { headers, raw } = await webhookAbout(receiver, id);
        expect(raw).not.toContain('FICTION-1');
        const event = eventIn(verifyWebhook({ headers, body: raw, secrets: secret }));
        const key = { ...pair.privateKey.export({ format: 'jwk' }), kid } as DecryptionKey;
        const content = await decryptContent(event, key);
        expect(content).toMatchObject({
          messageId: id,
          sender: 'isaf-hq',
          body: { person: { caseCode: 'FICTION-1' } },
        });
        expect(content).toEqual(await partner('iom').fetchMessage(event.data.href));
      } finally {
        await receiver.close();
      }
    },
    60_000,
  );

  it('gives the same receipt however often it acknowledges, and says what is possible when it is too late', async () => {
    const id = await refer();
    const iom = partner('iom');
    const message = await eventuallyFetched(iom, id);
    expect(message).toMatchObject({ messageId: id, sender: 'isaf-hq', body: { person: { caseCode: 'FICTION-1' } } });
    const [first, second] = [await iom.acknowledge(id), await iom.acknowledge(id)];
    expect(second).toEqual(first);
    await iom.accept(id);
    await expect(iom.decline(id, 'capacity')).rejects.toMatchObject({
      ...{ status: 409, code: 'illegal_transition' },
      problem: { legal: expect.arrayContaining(['start']) as unknown },
    });
    expect(await iom.acknowledge(id)).toEqual(first);
    await iom.progress(id, { state: 'in_progress' });
    expect(await iom.complete(id, 'services_provided')).toMatchObject({ state: 'completed' });
    await expect(partner('unicef').fetchMessage(id)).rejects.toMatchObject({ status: 404, code: 'not_found' });
  }, 60_000);

  it('polls by cursor, over an outage of the hub, with the example of a sweep', async () => {
    const page = await partner('iom').inbox({ limit: 200 });
    const cursor = page.data.at(-1)!.sequence;
    const stop = new AbortController();
    const kept: number[] = [];
    const keep = (sequence: number): void => {
      kept.push(sequence);
    };
    const sweeping = sweepInbox(partner('iom'), { after: cursor, signal: stop.signal, keep });
    const before = await refer();
    await eventually('it is taken', () => kept.length === 1, 30_000);
    await hub.kill(hub.front);
    await hub.start(hub.front);
    const after = await refer();
    await eventually('what comes afterwards is', () => kept.length === 2, 60_000);
    stop.abort();
    await sweeping;
    expect(kept).toEqual([cursor + 1, cursor + 2]);
    for (const id of [before, after]) expect((await atIom(id))?.['acknowledgedAt']).toEqual(expect.any(String));
  }, 120_000);

  const eventuallyFetched = async (iom: HubPartner, id: string) => {
    for await (const item of iom.poll()) if (item.messageId === id) break;
    return iom.fetchMessage(`${hub.api}/v1/inbox/${id}`);
  };
});

describe('the package of the partner SDK', () => {
  const run = (command: string, words: readonly string[], cwd: string): string =>
    execFileSync(command, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it('holds what belongs, and is used by CommonJS, ESM and TypeScript that have nothing of the hub', () => {
    run(process.execPath, ['scripts/sdk-build.mjs'], ROOT);
    const built = join(ROOT, 'dist/partner-sdk');
    const [packed] = JSON.parse(run('npm', ['pack', '--dry-run', '--json'], built)) as [{ files: { path: string }[] }];
    for (const { path } of packed.files)
      expect(path).toMatch(/^(?:package\.json|README\.md|LICENSE|[a-z.-]+\.(?:js|d\.ts))$/);
    expect(packed.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['index.js', 'index.d.ts', 'README.md']),
    );
    expect(packed.files.filter(({ path }) => path.includes('spec'))).toEqual([]);

    const user = temporaryDirectory('sdk-user');
    cleanUpAfterwards({ pids: [], directories: [user] });
    mkdirSync(join(user, 'node_modules/@liaison-hub'), { recursive: true });
    mkdirSync(join(user, 'node_modules/@types'));
    symlinkSync(built, join(user, 'node_modules/@liaison-hub/partner-sdk'));
    symlinkSync(join(ROOT, 'node_modules/@types/node'), join(user, 'node_modules/@types/node'));
    const text =
      "import { HubPartner, challengeAnswer, isVerification, verifyWebhook, type WebhookEvent } from '@liaison-hub/partner-sdk';\n";
    writeFileSync(
      join(user, 'user.mts'),
      `${text}const received = verifyWebhook({ headers: new Headers(), body: '', secrets: [] });
export const event: WebhookEvent | undefined = isVerification(received) ? undefined : received;
export const answer = isVerification(received) ? challengeAnswer(received).challenge : received.data.messageId;
export const decided = new HubPartner({ baseUrl: 'https://hub.example', apiKey: 'lh_x' }).decline('id', 'capacity');\n`,
    );
    writeFileSync(join(user, 'package.json'), '{"private": true}');
    const options = {
      module: 'nodenext',
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022'],
      types: ['node'],
    };
    writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['user.mts'] }));
    run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', user], user);
    const told = 'console.log(typeof sdk.HubPartner, typeof sdk.verifyWebhook)';
    for (const words of [
      ['-e', `const sdk = require('@liaison-hub/partner-sdk'); ${told}`],
      ['--input-type=module', '-e', `import * as sdk from '@liaison-hub/partner-sdk'; ${told}`],
    ])
      expect(run(process.execPath, words, user)).toBe('function function\n');
  }, 120_000);
});
