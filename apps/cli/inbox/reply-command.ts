import type { Command } from 'commander';
import { systemClock, type Uuid } from '#kernel';
import type { Connection } from '../connection/connect';
import {
  gathered,
  idArgument,
  idempotencyOption,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { show } from '../output/show';
import { bytesOf, jsonIn, keyOfContent } from '../referral/referral-file';
import { referralLine } from '../referral/referral-words';

interface ReplyFlags extends IdempotencyFlags {
  readonly kind: string;
  readonly subject?: string;
  readonly to?: readonly string[];
}

/** Replies to a message that the body received. */
export function addReplyCommand(inbox: Command, surroundings: HubSurroundings): void {
  idempotencyOption(inbox.command('reply'), 'made from the content')
    .description('Replies to a message: to the other side of it, unless told otherwise.')
    .addArgument(idArgument('message'))
    .argument('<file>', 'a JSON file with the body of the reply, after the schema of its kind; - for standard input')
    .requiredOption('--kind <name>', 'the kind of the reply, for example information-response: see hub kinds')
    .option('--subject <text>', 'what it is about; every recipient sees it: no personal data')
    .option('--to <body>', 'other addressees; several with commas', gathered)
    .action((id: Uuid, file: string, flags: ReplyFlags, command: Command) =>
      withHub(command, surroundings, (to) => reply(to, id, file, flags)),
    );
}

async function reply(
  { hub, apiKey, output }: Connection,
  inReplyTo: Uuid,
  file: string,
  { kind, subject, to, idempotencyKey }: ReplyFlags,
): Promise<void> {
  const body = jsonIn(file, await bytesOf(file));
  const { operation } = await hub.inboxMessage(inReplyTo);
  const message = {
    ...{ kind, operation, inReplyTo, body },
    ...(subject === undefined ? {} : { subject }),
    ...(to === undefined ? {} : { to }),
  };
  const key = idempotencyKey ?? keyOfContent('reply', apiKey, [JSON.stringify(message)]);
  show(output, await hub.sendMessage(message, key), (sent) => referralLine(sent, systemClock.now()));
}
