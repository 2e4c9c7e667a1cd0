import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import Provider from 'oidc-provider';
import { Webhook } from 'standardwebhooks';
import { ApiCaller } from '#test/api-caller';
import { TestAuthority } from '#test/certificates';
import { startHub, type RunningHub } from '#test/running-hub';
import { cleanUpAfterwards, eventually, freePort, temporaryDirectory } from '#test/servers';
import { challengeAnswer } from '#test/verified-endpoint';

interface Endpoint {
  readonly id: string;
  readonly secret: string;
  readonly version: number;
  readonly clientCertificate: { readonly subject: string; readonly fingerprint: string } | null;
  readonly oauth2: { readonly clientId: string; readonly scope: string } | null;
}

interface Taken {
  readonly shownBy: string;
  readonly client: string | undefined;
  readonly scope: string | undefined;
  readonly event: unknown;
}

const CLIENT = 'liaison-hub';
const SECRET = 'fictitious client secret';

describe('a partner whose gateway demands a client certificate and an access token', () => {
  const authority = new TestAuthority('Partner authority');
  const forHub = authority.issue({ commonName: 'liaison-hub', use: 'clientAuth' });
  const taken: Taken[] = [];
  const refused: number[] = [];
  let hub: RunningHub;
  let tokens: Server;
  let tokenUrl: string;
  let gateway: HttpsServer;
  let url: string;
  let signedWith = '';

  beforeAll(async () => {
    const folder = temporaryDirectory('partner');
    cleanUpAfterwards({ pids: [], directories: [folder] });
    const trusted = join(folder, 'authority.pem');
    writeFileSync(trusted, authority.cert);

    const port = await freePort();
    const provider = new Provider(`http://127.0.0.1:${port}`, {
      clients: [
        {
          client_id: CLIENT,
          client_secret: SECRET,
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          scope: 'deliver',
        },
      ],
      scopes: ['deliver'],
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    });
    const answerTokens = provider.callback();
    tokens = createHttpServer((request, response) => void answerTokens(request, response)).listen(port, '127.0.0.1');
    await once(tokens, 'listening');
    tokenUrl = `http://127.0.0.1:${port}/token`;

    const own = authority.issue({ commonName: 'gateway', names: ['IP:127.0.0.1'] });
    gateway = createServer({ ...own, ca: authority.cert, requestCert: true }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const [, text = ''] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
        void provider.ClientCredentials.find(text).then((token) => {
          if (!token) {
            refused.push(401);
            response.writeHead(401).end();
            return;
          }
          taken.push({
            shownBy: (request.socket as TLSSocket).getPeerCertificate().subject.CN,
            client: token.clientId,
            scope: token.scope,
            event: new Webhook(signedWith).verify(raw, request.headers as Record<string, string>),
          });
          const challenge = challengeAnswer(raw);
          response.writeHead(challenge === undefined ? 204 : 200).end(challenge);
        });
      });
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    url = `https://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`;

    hub = await startHub('one process on its own PostgreSQL', { NODE_EXTRA_CA_CERTS: trusted });
  }, 180_000);

  afterAll(async () => {
    await hub.stop();
    gateway.closeAllConnections();
    tokens.closeAllConnections();
    await Promise.all([once(gateway.close(), 'close'), once(tokens.close(), 'close')]);
  });

  it('is verified and gets its webhooks with both, signed, and neither secret is shown to anyone', async () => {
    const iom = new ApiCaller(hub, 'iom');
    const { body: made } = await iom.call<Endpoint>('POST', '/v1/webhook-endpoints', { json: { url } });
    signedWith = made.secret;
    const path = `/v1/webhook-endpoints/${made.id}`;
    const withVersion = (version: number) => ({ headers: { 'If-Match': `"${version}"` } });

    const wrong = authority.issue({ commonName: 'other', use: 'clientAuth' });
    const mismatch = await iom.call('PUT', `${path}/client-certificate`, {
      ...withVersion(1),
      json: { certificate: forHub.cert, privateKey: wrong.key },
    });
    expect(mismatch).toMatchObject({
      status: 422,
      body: { code: 'invalid_input', errors: [{ pointer: '/privateKey' }] },
    });

    const certified = await iom.call<Endpoint>('PUT', `${path}/client-certificate`, {
      ...withVersion(1),
      json: { certificate: forHub.cert, privateKey: forHub.key },
    });
    expect(certified).toMatchObject({
      status: 200,
      body: { version: 2, clientCertificate: { subject: 'CN=liaison-hub' } },
    });
    const complete = await iom.call<Endpoint>('PUT', `${path}/oauth2`, {
      ...withVersion(2),
      json: { tokenUrl, clientId: CLIENT, clientSecret: SECRET, scope: 'deliver' },
    });
    expect(complete).toMatchObject({
      status: 200,
      body: { version: 3, oauth2: { clientId: CLIENT, scope: 'deliver' } },
    });
    expect(
      await iom.call('PUT', `${path}/oauth2`, {
        ...withVersion(2),
        json: { tokenUrl, clientId: CLIENT, clientSecret: SECRET },
      }),
    ).toMatchObject({
      status: 412,
    });

    expect(await iom.call('POST', `${path}/verify`)).toMatchObject({ status: 200, body: { state: 'active' } });
    expect((await iom.call('POST', `${path}/test`)).status).toBe(202);
    await eventually('the webhook is taken', () => taken.length > 1, 30_000);
    const authorized = { shownBy: 'liaison-hub', client: CLIENT, scope: 'deliver' };
    expect(taken).toMatchObject([
      { ...authorized, event: { type: 'endpoint.verification' } },
      { ...authorized, event: { type: 'test.ping' } },
    ]);
    expect(refused).toEqual([]);

    const shown = JSON.stringify((await iom.call('GET', path)).body);
    const key = forHub.key.split('\n')[1] ?? 'no line';
    for (const secret of [SECRET, key])
      for (const place of [shown, hub.output(), JSON.stringify(mismatch.body)]) expect(place).not.toContain(secret);
    expect((await new ApiCaller(hub, 'unhcr').call('DELETE', `${path}/oauth2`, withVersion(3))).status).toBe(404);
  });
});
