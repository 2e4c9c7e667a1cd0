import { Argument, InvalidArgumentError, type Command } from 'commander';
import { eventTypes } from '#delivery';
import { isUuid } from '#kernel';
import { hubGroup } from '../connection/connection-options';
import { codesFrom, idempotencyOption, withHub, type HubSurroundings } from '../connection/hub-command';
import { listen, type ListenFlags } from './listen';
import { trigger, type TriggerFlags } from './trigger';

const TYPES = Object.keys(eventTypes);

/** What a partner's developer needs to try a receiver. */
export function addWebhookCommands(program: Command, surroundings: HubSurroundings): void {
  hubGroup(program, 'listen', 'Forwards the webhooks of your body to a receiver that you develop, until Ctrl-C.')
    .configureHelp({ showGlobalOptions: false })
    .requiredOption('--forward-to <url>', 'your receiver, for example http://127.0.0.1:8080/webhooks', receiverOf)
    .option('--events <types>', 'only these, with commas (default: all)', codesFrom(TYPES))
    .option('--endpoint <id>', 'the endpoint whose webhooks are forwarded (default: your first)', endpointOf)
    .option('--json', 'tells every line as a JSON document')
    .action((flags: ListenFlags, command: Command) => withHub(command, surroundings, (to) => listen(to, flags)));
  const asked = hubGroup(program, 'trigger', 'Has the hub send a test event of any type to an endpoint of your body.');
  idempotencyOption(asked.configureHelp({ showGlobalOptions: false }))
    .addArgument(new Argument('<event-type>', 'which event').choices(TYPES))
    .option('--endpoint <id>', 'where to (default: your only one)', endpointOf)
    .action((type: string, flags: TriggerFlags, command: Command) =>
      withHub(command, surroundings, (to) => trigger(to, type, flags)),
    );
}

function receiverOf(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('An address of your receiver, for example http://127.0.0.1:8080/webhooks.');
  return text;
}

function endpointOf(text: string): string {
  const id = text.toLowerCase();
  if (!isUuid(id)) throw new InvalidArgumentError('The id of an endpoint, as GET /v1/webhook-endpoints lists it.');
  return id;
}
