import { generateEd25519KeyPair, generateHmacSecret } from '#delivery';
import { HubApiError, type HubClient, type WebhookEndpoint } from '#hub-client';
import type { Connection } from '../connection/connect';
import { interruption } from '../connection/interruption';
import { CommandLineError } from '../output/command-line-error';
import { printable } from '../output/printable';
import { problemText } from '../output/problem-text';
import { jsonOf, remark } from '../output/show';
import { followDeliveries } from './follow-deliveries';
import { followStream } from './follow-stream';
import { forward, type Forwarded } from './forward';
import type { Following } from './webhook';

export interface ListenFlags {
  readonly forwardTo: string;
  readonly events?: readonly string[];
  readonly endpoint?: string;
  readonly json?: boolean;
}

/** Forwards the body's webhooks to a receiver of its developer, until Ctrl-C. Nothing at the hub changes by it. */
export async function listen({ hub, output }: Connection, flags: ListenFlags): Promise<void> {
  const json = flags.json === true || output === 'json';
  const signal = interruption();
  const secret = generateHmacSecret();
  const { privateKey, publicKey } = generateEd25519KeyPair();
  const endpoint = await endpointToFollow(hub, flags.endpoint);
  const ready = (): void => {
    const told = { secret, publicKey, endpoint: endpoint?.id ?? null, source: endpoint ? 'deliveries' : 'events' };
    process.stdout.write(json ? `${jsonOf({ listening: told }, 0)}\n` : beginning(told, flags.forwardTo));
  };
  const following: Following = {
    signal,
    tell: async (webhook) => {
      if (flags.events && !flags.events.includes(webhook.type)) return;
      const line = await forward(flags.forwardTo, webhook, [secret, privateKey]);
      process.stdout.write(`${json ? jsonOf({ forwarded: line }, 0) : lineOf(line)}\n`);
    },
    onRetry: (error) => {
      remark(`hub: ${problemText(error)} Trying again.`);
    },
  };
  const onGap = (): void => {
    remark('hub: events are missing here: you were away for too long.');
  };
  try {
    await (endpoint
      ? followDeliveries(hub, endpoint.id, following, ready)
      : followStream(hub, following, ready, onGap));
  } catch (error) {
    // The signal is how listening ends.
    if (!signal.aborted) throw error;
  }
}

/** The endpoint whose webhooks are followed; undefined when the body has none, or the key may not see them. */
async function endpointToFollow(hub: HubClient, id: string | undefined): Promise<WebhookEndpoint | undefined> {
  const endpoints = await hub.endpoints().catch((error: unknown) => {
    if (id === undefined && error instanceof HubApiError && error.status === 403) return [];
    throw error;
  });
  if (id === undefined) return endpoints.find(({ state }) => state === 'active') ?? endpoints[0];
  const chosen = endpoints.find((endpoint) => endpoint.id === id);
  if (!chosen) throw new CommandLineError('wrongArguments', 'Your body has no webhook endpoint of that id.');
  return chosen;
}

function beginning(
  told: { readonly secret: string; readonly publicKey: string; readonly endpoint: string | null },
  url: string,
): string {
  const source =
    told.endpoint === null
      ? 'what happens to your messages (no endpoint, or a key without webhooks:manage)'
      : `the webhooks of endpoint ${told.endpoint}`;
  return printable(
    [`Forwarding ${source} to ${url}`, `  secret      ${told.secret}`, `  public key  ${told.publicKey}`, ''].join(
      '\n',
    ),
  );
}

function lineOf({ at, type, id, status, fault, ms }: Forwarded): string {
  return printable([at, type, id, status ?? fault ?? 'failed', `${ms} ms`].join('  '));
}
