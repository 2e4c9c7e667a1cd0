import { type Command, InvalidArgumentError, Option } from 'commander';
import type { HubClient, WebhookEndpoint } from '#hub-client';
import type { Uuid } from '#kernel';
import { deliveryStates, eventTypes } from '#delivery';
import { hubGroup } from '../connection/connection-options';
import {
  codesFrom,
  idArgument,
  idempotencyOption,
  keyFrom,
  wholeNumber,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { CommandLineError } from '../output/command-line-error';
import { show } from '../output/show';
import { attemptTable, deliveryTable, endpointTable, healthInWords } from './endpoint-words';

interface CreateFlags extends IdempotencyFlags {
  readonly description?: string;
  readonly event?: readonly string[];
}
interface PageFlags {
  readonly state?: string;
  readonly after?: string;
  readonly cursor?: string;
  readonly limit?: number;
}
interface RecoverFlags extends IdempotencyFlags {
  readonly since: string;
  readonly until?: string;
}

/** What a body does with its webhook endpoints. */
export function addEndpointCommands(program: Command, surroundings: HubSurroundings): void {
  const endpoint = hubGroup(program, 'endpoint', 'Where your body is told by webhook.');
  addReading(endpoint, surroundings);
  addRegistering(endpoint, surroundings);
  addRepairing(endpoint, surroundings);
}

function addReading(endpoint: Command, surroundings: HubSurroundings): void {
  endpoint
    .command('list')
    .description("Lists your body's endpoints.")
    .action((_flags: object, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.endpoints(), endpointTable);
      }),
    );
  endpoint
    .command('health')
    .description('Tells how an endpoint does, and what waits for it.')
    .addArgument(idArgument('endpoint'))
    .action((id: Uuid, _flags: object, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.endpointHealth(id), healthInWords);
      }),
    );
  endpoint
    .command('attempts')
    .description('Lists the attempts at an endpoint, newest first.')
    .addArgument(idArgument('endpoint'))
    .option('--cursor <cursor>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200))
    .action((id: Uuid, query: PageFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.endpointAttempts(id, query), ({ data, next }) => attemptTable(data, next));
      }),
    );
  endpoint
    .command('deliveries')
    .description('Lists what was and is to be sent to an endpoint, newest first.')
    .addArgument(idArgument('endpoint'))
    .addOption(new Option('--state <state>', 'only in this state').choices(deliveryStates))
    .option('--after <id>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200))
    .action((id: Uuid, query: PageFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.deliveries(id, query), ({ data, next }) => deliveryTable(data, next));
      }),
    );
}

function addRegistering(endpoint: Command, surroundings: HubSurroundings): void {
  idempotencyOption(endpoint.command('create'))
    .description('Registers an address. Shows its secret, once: give it to your server, then verify the endpoint.')
    .argument('<url>', 'where the events are sent')
    .option('--description <text>', 'for your own people')
    .option('--event <types>', 'only these events', codesFrom(Object.keys(eventTypes)))
    .action((url: string, flags: CreateFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const { description, event: types } = flags;
        const asked = {
          url,
          ...(description === undefined ? {} : { description }),
          ...(types ? { eventTypes: types } : {}),
        };
        show(
          output,
          await hub.createEndpoint(asked, keyFrom(flags)),
          ({ id, secret, publicKey }) => `${id}: not verified yet\nsecret      ${secret}\npublic key  ${publicKey}`,
        );
      }),
    );
  idempotencyOption(endpoint.command('verify'))
    .description('Has the hub put its challenge to the endpoint, which your server answers.')
    .addArgument(idArgument('endpoint'))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.verifyEndpoint(id, keyFrom(flags)), standing);
      }),
    );
  idempotencyOption(endpoint.command('test'))
    .description('Sends a test.ping the way of every event.')
    .addArgument(idArgument('endpoint'))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.testEndpoint(id, 'test.ping', keyFrom(flags)), () => 'On its way.');
      }),
    );
  for (const [name, state, does] of [
    ['pause', 'paused', 'Holds what is to be sent.'],
    ['resume', 'active', 'Makes it active again, also after the hub disabled it, and sends what was held.'],
  ] as const)
    endpoint
      .command(name)
      .description(does)
      .addArgument(idArgument('endpoint'))
      .action((id: Uuid, _flags: object, command: Command) =>
        withHub(command, surroundings, async ({ hub, output }) => {
          show(output, await hub.changeEndpoint(await own(hub, id), { state }), standing);
        }),
      );
}

function addRepairing(endpoint: Command, surroundings: HubSurroundings): void {
  idempotencyOption(endpoint.command('resend'))
    .description('Sends one delivery again: the same webhook-id, the same bytes.')
    .addArgument(idArgument('delivery'))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.resendDelivery(id, keyFrom(flags)), ({ state }) => `${id}: ${state}`);
      }),
    );
  idempotencyOption(endpoint.command('recover'))
    .description('Sends again what was given up since a time, and at once what waits for a later attempt.')
    .addArgument(idArgument('endpoint'))
    .requiredOption('--since <time>', 'events from then on, for example 2026-03-02T08:00:00Z', instantOf)
    .option('--until <time>', 'only events before then', instantOf)
    .action((id: Uuid, flags: RecoverFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const { since, until } = flags;
        const range = { since, ...(until === undefined ? {} : { until }) };
        show(
          output,
          await hub.recoverEndpoint(id, range, keyFrom(flags)),
          ({ requeued, hastened, remaining }) =>
            `${requeued} queued again, ${hastened} sooner${remaining === 0 ? '' : `; ${remaining} are left: ask again`}`,
        );
      }),
    );
}

async function own(hub: HubClient, id: Uuid): Promise<WebhookEndpoint> {
  const found = (await hub.endpoints()).find((endpoint) => endpoint.id === id);
  if (!found)
    throw new CommandLineError(
      'refusedInput',
      'Your body has no such endpoint. `hub endpoint list` shows what it has.',
    );
  return found;
}

function standing({ url, state }: WebhookEndpoint): string {
  return `${url}: ${state}`;
}

function instantOf(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})$/.test(text))
    throw new InvalidArgumentError('A time with its zone, for example 2026-03-02T08:00:00Z.');
  return text;
}
