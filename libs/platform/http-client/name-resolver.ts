import { lookup } from 'node:dns/promises';

/** One address of a name. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves a host name to all of its addresses; rejects when it has none. */
export type NameResolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** The operating system's resolver, hosts file included. */
export const systemResolver: NameResolver = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * Joins simultaneous questions for one name. The system's resolver blocks one of libuv's few threads per question, so
 * a receiver whose name server hangs must not hold more than one.
 */
export function singleFlight(resolve: NameResolver): NameResolver {
  const asked = new Map<string, Promise<readonly ResolvedAddress[]>>();
  return (hostname) => {
    const waiting = asked.get(hostname);
    if (waiting !== undefined) return waiting;
    const answer = resolve(hostname).finally(() => asked.delete(hostname));
    asked.set(hostname, answer);
    return answer;
  };
}
