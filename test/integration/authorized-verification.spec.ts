import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Uuid } from '#kernel';
import {
  AccessTokens,
  beginVerification,
  completeVerification,
  createEndpoint,
  putChallenge,
  setClientCertificate,
  setOAuth2Client,
  type EndpointView,
} from '#delivery';
import { HttpSender } from '#platform/http-client';
import { TestAuthority } from '#test/certificates';
import { withEndpoints } from '#test/engine';
import { openHubDatabase, type HubDatabase } from '#test/hub-database';
import { LEAD } from '#test/referral-flow';
import { grant, startTokenServer, type TokenServer } from '#test/token-server';
import { challengeAnswer } from '#test/verified-endpoint';

jest.setTimeout(60_000);

const SECRET = 'a-client-secret';

/** A gateway answers nobody who does not show a certificate and a token: not even the hub's challenge. */
describe('an endpoint behind a gateway that demands a client certificate and an access token', () => {
  const authority = new TestAuthority();
  const forHub = authority.issue({ commonName: 'liaison-hub', use: 'clientAuth' });
  const seen: { shownBy: string; bearer: string | undefined }[] = [];
  /** The one that the gateway takes. */
  let bearer: string;
  let hub: HubDatabase;
  let sender: HttpSender;
  let tokenServer: TokenServer;
  let grants: boolean;
  let gateway: Server;
  let url: string;
  let id: Uuid;

  beforeAll(async () => {
    const own = authority.issue({ commonName: 'gateway', names: ['IP:127.0.0.1'] });
    gateway = createServer({ ...own, ca: authority.cert, requestCert: true }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { authorization } = request.headers;
        seen.push({ shownBy: (request.socket as TLSSocket).getPeerCertificate().subject.CN, bearer: authorization });
        if (authorization === bearer) response.end(challengeAnswer(Buffer.concat(chunks).toString()));
        else response.writeHead(401).end(authorization);
      });
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    url = `https://127.0.0.1:${(gateway.address() as AddressInfo).port}/hook`;
  });
  beforeEach(async () => {
    seen.length = 0;
    [grants, bearer] = [true, 'Bearer token-1'];
    hub = await openHubDatabase();
    sender = new HttpSender({ allowLoopback: true, ca: authority.cert });
    tokenServer = await startTokenServer((_, response, index) => {
      if (grants) grant(response, index);
      else response.writeHead(401).end(JSON.stringify({ error: 'invalid_client', error_description: SECRET }));
    });
    ({ id } = await withEndpoints(hub, LEAD, (tools) => createEndpoint(tools, { url })));
  });
  afterEach(async () => {
    await Promise.all([sender.close(), tokenServer.close()]);
    await hub.close();
  });
  afterAll(async () => {
    gateway.closeAllConnections();
    await once(gateway.close(), 'close');
  });

  const version = async (): Promise<number> => {
    const [row] = await hub.superuser<{ version: number }>('SELECT version FROM webhook_endpoints WHERE id = $1', [id]);
    return row?.version ?? 0;
  };
  const certified = async (): Promise<EndpointView> => {
    const now = await version();
    const given = { certificate: forHub.cert, privateKey: forHub.key };
    return withEndpoints(hub, LEAD, (tools) => setClientCertificate(tools, id, now, given));
  };
  const withClient = async (): Promise<EndpointView> => {
    const now = await version();
    const authMethod = 'client_secret_basic' as const;
    const client = { tokenUrl: tokenServer.url, clientId: 'hub', clientSecret: SECRET, authMethod };
    return withEndpoints(hub, LEAD, (tools) => setOAuth2Client(tools, id, now, client));
  };
  const verify = async (): Promise<EndpointView> => {
    const challenge = await withEndpoints(hub, LEAD, (tools) => beginVerification(tools, id));
    await putChallenge({ sender, tokens: new AccessTokens(sender), clock: hub.clock }, challenge!);
    return withEndpoints(hub, LEAD, (tools) => completeVerification(tools, id, challenge!.url));
  };
  const failed = (extra: object, detail: string) => ({
    code: 'verification_failed',
    extra,
    detail: expect.stringContaining(detail) as string,
  });

  it('is verified with both', async () => {
    await certified();
    await withClient();
    expect(await verify()).toMatchObject({ state: 'active' });
    expect(seen).toEqual([{ shownBy: 'liaison-hub', bearer: 'Bearer token-1' }]);
  });

  it('is asked once more with a new token when it refuses the first', async () => {
    await certified();
    await withClient();
    // The token that is held is an hour old, as far as this process knows.
    const tokens = new AccessTokens(sender, () => clock);
    let clock = 0;
    const put = async () => {
      const challenge = await withEndpoints(hub, LEAD, (tools) => beginVerification(tools, id));
      await putChallenge({ sender, tokens, clock: hub.clock }, challenge!);
    };
    await put();
    bearer = 'Bearer token-2';
    clock = 60_000;
    await put();
    expect(seen.map((one) => one.bearer)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  it('is not verified without them', async () => {
    await expect(verify()).rejects.toMatchObject(failed({ fault: 'protocol' }, 'No whole answer'));
    expect(seen).toEqual([]);
    await certified();
    await expect(verify()).rejects.toMatchObject(failed({ answered: 401 }, 'answered 401'));
    expect(seen).toEqual([{ shownBy: 'liaison-hub', bearer: undefined }]);
  });

  it('is not asked when there is no token to be had, and its body is told why', async () => {
    await certified();
    await withClient();
    grants = false;
    const tried = verify();
    await expect(tried).rejects.toMatchObject(failed({ fault: 'authorization' }, 'answered 401, invalid_client'));
    await expect(tried).rejects.not.toMatchObject({ detail: expect.stringContaining(SECRET) as string });
    expect(seen).toEqual([]);
  });
});
