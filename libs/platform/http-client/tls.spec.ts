import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpSender, HttpSenderOptions } from './http-sender';
import { SendResult } from './send-result';

/** A throw-away certificate for partner.example, made by the openssl command. */
function makeCertificate(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'hub-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = ['-subj', '/CN=partner.example', '-addext', 'subjectAltName=DNS:partner.example'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...names], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } catch (error) {
    throw new Error('This spec needs the openssl command (3.x) on the PATH.', { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('HttpSender over TLS', () => {
  const { key, cert } = makeCertificate();
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

  async function send(host: string, options: HttpSenderOptions = {}): Promise<SendResult> {
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }]);
    const sender = new HttpSender({ allowLoopback: true, resolve, ...options });
    const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };
    const result = await sender.post(`https://${host}:${port}/`, request);
    await sender.close();
    return result;
  }

  it('checks the certificate against the name although it connects to a judged address', async () => {
    expect(await send('partner.example', { ca: cert })).toMatchObject({ kind: 'response', status: 200 });
  });

  it('refuses a certificate of nobody it trusts', async () => {
    expect(await send('partner.example')).toMatchObject({
      fault: 'tls',
      message: expect.stringContaining('DEPTH_ZERO') as string,
    });
  });

  it.each(['other.example', '127.0.0.1'])('refuses a certificate that is not for %s', async (host) => {
    expect(await send(host, { ca: cert })).toMatchObject({ fault: 'tls' });
  });
});
