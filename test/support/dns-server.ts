import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { decode, encode, type Answer } from 'dns-packet';
import type { NameResolver } from '#platform/http-client';

export interface DnsServer {
  /** Asks this server alone, A and AAAA. */
  readonly resolve: NameResolver;
  /** How often a name was asked for. */
  asked(name: string): number;
  close(): Promise<void>;
}

/**
 * A real name server on loopback. `zone` gives the addresses of a name for the n-th question of a family (from 0);
 * a name that it does not give does not exist.
 */
export async function startDnsServer(zone: (name: string, round: number) => readonly string[]): Promise<DnsServer> {
  const rounds = new Map<string, number>();
  const socket = createSocket('udp4');
  socket.on('message', (bytes, { port, address }) => {
    const { id, questions = [] } = decode(bytes);
    const [question] = questions;
    if (!question) return;
    const { name, type } = question;
    const key = `${type} ${name}`;
    const round = rounds.get(key) ?? 0;
    rounds.set(key, round + 1);
    const answers = zone(name, round)
      .filter((found) => found.includes(':') === (type === 'AAAA'))
      .map((data): Answer => ({ type: type === 'AAAA' ? 'AAAA' : 'A', name, ttl: 0, data }));
    socket.send(encode({ type: 'response', id: id ?? 0, flags: 0x0480, questions, answers }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${socket.address().port}`]);
  return {
    resolve: async (name) => {
      const [four, six] = await Promise.all([
        resolver.resolve4(name).catch(() => []),
        resolver.resolve6(name).catch(() => []),
      ]);
      const found = (family: 4 | 6) => (address: string) => ({ address, family });
      return [...four.map(found(4)), ...six.map(found(6))];
    },
    asked: (name) => rounds.get(`A ${name}`) ?? 0,
    close: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
