import type { HubClient, WebhookEndpoint } from '#hub-client';
import type { Connection } from '../connection/connect';
import { keyFrom, type IdempotencyFlags } from '../connection/hub-command';
import { CommandLineError } from '../output/command-line-error';
import { show } from '../output/show';

export interface TriggerFlags extends IdempotencyFlags {
  readonly endpoint?: string;
}

/** Asks the hub for a test event, which goes the way of every other. */
export async function trigger({ hub, output }: Connection, eventType: string, flags: TriggerFlags): Promise<void> {
  const id = flags.endpoint ?? (await onlyEndpoint(hub)).id;
  const { endpointId } = await hub.testEndpoint(id, eventType, keyFrom(flags));
  show(output, { endpointId, eventType }, () => `A ${eventType} [TEST] is on its way to endpoint ${endpointId}.`);
}

/** @throws CommandLineError when it is not clear which one is meant */
async function onlyEndpoint(hub: HubClient): Promise<WebhookEndpoint> {
  const endpoints = await hub.endpoints();
  const active = endpoints.filter(({ state }) => state === 'active');
  const [endpoint, ...others] = active.length > 0 ? active : endpoints;
  if (!endpoint)
    throw new CommandLineError(
      'wrongArguments',
      'Your body has no webhook endpoint. Register one first: POST /v1/webhook-endpoints.',
    );
  if (others.length > 0) {
    const ids = [endpoint, ...others].map(({ id, url }) => `\n  ${id}  ${url}`).join('');
    throw new CommandLineError('wrongArguments', `Your body has several endpoints. Choose one with --endpoint:${ids}`);
  }
  return endpoint;
}
