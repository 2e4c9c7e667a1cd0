import { once } from 'node:events';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { TestAuthority } from '#test/certificates';
import { HttpSender, HttpSenderOptions } from './http-sender';
import { SendResult } from './send-result';

describe('HttpSender over TLS', () => {
  const authority = new TestAuthority();
  const { key, cert } = authority.issue({ commonName: 'partner', names: ['DNS:partner.example'] });
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer({ key, cert }, (_incoming, response) => response.end('ok')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterAll(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  async function send(host: string, options: HttpSenderOptions = {}, at = port): Promise<SendResult> {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]);
    const sender = new HttpSender({ allowLoopback: true, resolve, ...options });
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    const result = await sender.post(`https://${host}:${at}/`, request);
    await sender.close();
    return result;
  }

  it('checks the certificate against the name although it connects to a judged address', async () => {
    expect(await send('partner.example', { ca: authority.cert })).toMatchObject({ kind: 'response', status: 200 });
  });

  it('refuses a certificate of nobody it trusts', async () => {
    expect(await send('partner.example')).toMatchObject({
      fault: 'tls',
      message: expect.stringContaining('UNABLE_TO_VERIFY') as string,
    });
  });

  it.each(['other.example', '127.0.0.1'])('refuses a certificate that is not for %s', async (host) => {
    expect(await send(host, { ca: authority.cert })).toMatchObject({ fault: 'tls' });
  });
});
