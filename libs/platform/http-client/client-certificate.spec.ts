import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Agent } from 'undici';
import { TestAuthority, type Issued } from '#test/certificates';
import { CertificateAgents, type ClientCertificate } from './client-certificate';
import { HttpSender } from './http-sender';

const authority = new TestAuthority();
const stranger = new TestAuthority('Somebody else');
const asShown = ({ cert, key }: Issued): ClientCertificate => ({
  fingerprint: createHash('sha256').update(cert).digest('hex'),
  chain: cert,
  privateKey: key,
});
const request = { headers: {}, body: '{}', deadlineMs: 10_000, maxResponseBytes: 100 };

describe('a receiver that demands a client certificate', () => {
  const hub = asShown(authority.issue({ commonName: 'hub', use: 'clientAuth' }));
  const other = asShown(authority.issue({ commonName: 'other', use: 'clientAuth' }));
  const sockets = new Set<Socket>();
  let server: Server;
  let url: string;
  let sender: HttpSender;
  let resumed = 0;

  beforeAll(async () => {
    const own = authority.issue({ commonName: 'partner', names: ['IP:127.0.0.1'] });
    server = createServer({ ...own, ca: authority.cert, requestCert: true }, (incoming, response) => {
      response.end((incoming.socket as TLSSocket).getPeerCertificate().subject.CN);
    });
    server.on('secureConnection', (socket: TLSSocket) => {
      sockets.add(socket);
      if (socket.isSessionReused()) resumed += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  beforeEach(() => {
    sockets.clear();
    sender = new HttpSender({ allowLoopback: true, ca: authority.cert });
  });
  afterEach(() => sender.close(0));
  afterAll(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });

  it('is shown it', async () => {
    expect(await sender.post(url, { ...request, clientCertificate: hub })).toMatchObject({ bodyExcerpt: 'hub' });
  });

  it('is never shown one over a connection that was made with another, or with none', async () => {
    for (const clientCertificate of [hub, other, hub, other])
      expect(await sender.post(url, { ...request, clientCertificate })).toMatchObject({
        bodyExcerpt: clientCertificate === hub ? 'hub' : 'other',
      });
    expect(await sender.post(url, request)).toMatchObject({ kind: 'fault' });
    expect(resumed).toBe(0);
  });

  it('that closes on the hub without one, or on one that it does not know, is a fault and no answer', async () => {
    const unknown = asShown(stranger.issue({ commonName: 'hub', use: 'clientAuth' }));
    expect(await sender.post(url, request)).toMatchObject({ kind: 'fault' });
    expect(await sender.post(url, { ...request, clientCertificate: unknown })).toMatchObject({ kind: 'fault' });
  });

  it('is not asked when the key does not belong to the certificate', async () => {
    const broken = { ...hub, fingerprint: 'broken', privateKey: other.privateKey };
    expect(await sender.post(url, { ...request, clientCertificate: broken })).toMatchObject({ fault: 'tls' });
    expect(sockets.size).toBe(0);
  });
});

describe('agents of client certificates', () => {
  const certificates = Array.from({ length: 70 }, (_, index) => ({
    fingerprint: String(index),
    chain: '',
    privateKey: '',
  }));

  it('are kept in a bounded number when unused, and as many as are used otherwise', async () => {
    const made: Agent[] = [];
    const agents = new CertificateAgents(() => {
      const agent = new Agent();
      made.push(agent);
      return agent;
    });
    for (const certificate of certificates) agents.hold(certificate);
    expect(agents.size).toBe(70);
    for (const certificate of certificates) agents.release(certificate);
    agents.hold({ fingerprint: 'one more', chain: '', privateKey: '' });
    expect(agents.size).toBe(64);
    expect(made.filter((agent) => (agent as unknown as { destroyed: boolean }).destroyed)).toHaveLength(7);
    await agents.destroy();
    expect(made.every((agent) => (agent as unknown as { destroyed: boolean }).destroyed)).toBe(true);
  });

  it('are closed a minute after their last use, and not while they are used', async () => {
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
    try {
      const agents = new CertificateAgents(() => new Agent());
      const [first, second] = certificates;
      if (!first || !second) throw new Error('no certificates');
      agents.hold(first);
      agents.hold(second);
      agents.hold(second);
      agents.release(first);
      agents.release(second);
      jest.advanceTimersByTime(59_000);
      expect(agents.size).toBe(2);
      jest.advanceTimersByTime(2_000);
      expect(agents.size).toBe(1);
      await agents.destroy();
    } finally {
      jest.useRealTimers();
    }
  });
});
