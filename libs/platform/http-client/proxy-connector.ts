import { isIP, type Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard';
import { connectionFault, ConnectionFault } from './connection-fault';
import type { OutboundProxy } from './outbound-proxy';
import { openTunnel } from './proxy-tunnel';

/** Addresses of one name that are tried, each with its share of the time. */
const MOST_ADDRESSES = 3;

/**
 * Connects through the proxy. The hub resolves and judges the name itself and asks the proxy for the judged address, so
 * the proxy cannot be led inside by a name; TLS and `Host` go by the name. With `resolves` the name is handed over.
 */
export function proxyConnector(
  proxy: OutboundProxy,
  guard: AddressGuard,
  connect: buildConnector.connector,
  timeoutMs: number,
): buildConnector.connector {
  return (target, callback) => {
    tunnelTo(proxy, guard, target, timeoutMs).then(
      (tunnel) => {
        if (target.protocol !== 'https:') callback(null, tunnel);
        else
          connect({ ...target, httpSocket: tunnel }, (...[error, socket]) => {
            if (error === null) callback(null, socket);
            else callback(connectionFault(error, target.protocol), null);
          });
      },
      (error: unknown) => {
        callback(connectionFault(error, target.protocol), null);
      },
    );
  };
}

async function tunnelTo(
  proxy: OutboundProxy,
  guard: AddressGuard,
  { hostname, port, protocol }: buildConnector.Options,
  timeoutMs: number,
): Promise<Socket> {
  const hosts = await hostsFor(proxy, guard, hostname);
  const targetPort = port || (protocol === 'https:' ? '443' : '80');
  let fault: unknown;
  for (const host of hosts) {
    try {
      return await openTunnel(proxy, `${host}:${targetPort}`, Math.floor(timeoutMs / hosts.length));
    } catch (error) {
      fault = error;
      // A proxy that is away, or refuses the hub, does so for every address.
      if (!(error instanceof ConnectionFault) || error.fault !== 'connect') break;
    }
  }
  throw fault;
}

/** What the proxy is asked for, IPv6 addresses in brackets. */
async function hostsFor(proxy: OutboundProxy, guard: AddressGuard, hostname: string): Promise<string[]> {
  const refused = guard.refusedLiteral(hostname);
  if (refused) throw refused;
  if (isIP(hostname) !== 0) return [bracketed(hostname)];
  if (proxy.resolves) return [hostname];
  const found = await guard.judged(hostname);
  return found.slice(0, MOST_ADDRESSES).map(({ address }) => bracketed(address));
}

const bracketed = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);
