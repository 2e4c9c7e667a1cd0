import type { Command } from 'commander';
import type { MessageQuery } from '#hub-client';
import { systemClock } from '#kernel';
import type { Connection } from '../connection/connect';
import { hubGroup } from '../connection/connection-options';
import {
  gathered,
  idempotencyOption,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { CommandLineError } from '../output/command-line-error';
import { show } from '../output/show';
import { bytesOf, jsonIn, keyOfContent, nameOf } from '../referral/referral-file';
import { previewInWords, referralLine } from '../referral/referral-words';
import { kindInWords, kindTable, messageTable, sentMessageInWords, threadTable } from './message-words';
import { addMove, addReads, addSubmit, narrowed } from './sent-commands';

interface SendFlags extends IdempotencyFlags {
  readonly kind?: string;
  readonly operation?: string;
  readonly to?: readonly string[];
  readonly draft?: true;
}

/** What a body does with the messages of any kind that it sends. */
export function addMessageCommands(program: Command, surroundings: HubSurroundings): void {
  const message = hubGroup(program, 'message', 'Messages of every kind that your body sends.');
  addSending(message, surroundings);
  addReading(message, surroundings);
  addKinds(program, surroundings);
}

function addSending(message: Command, surroundings: HubSurroundings): void {
  idempotencyOption(message.command('send'), 'made from the content')
    .description('Sends a message from a JSON file: the body of POST /v1/messages.')
    .argument('<file>', 'the file; - for standard input')
    .option('--kind <name>', 'the kind, instead of the one in the file: see hub kinds')
    .option('--operation <id>', 'the operation, instead of the one in the file')
    .option('--to <body>', 'the addressees, instead of those in the file; several with commas', gathered)
    .option('--draft', 'keeps a draft: preview shows what each body would see, submit sends it')
    .action((file: string, flags: SendFlags, command: Command) =>
      withHub(command, surroundings, (to) => send(to, file, flags)),
    );
  addSubmit(message, surroundings, { noun: 'message', description: 'Sends a draft.' }, ({ hub }, id, key) =>
    hub.submitMessage(id, key),
  );
  const cancel = { name: 'cancel', noun: 'message', description: 'Calls a message off.' };
  addMove(message, surroundings, cancel, ({ hub }, id, details, key) => hub.cancelMessage(id, details, key));
}

async function send({ hub, apiKey, output }: Connection, file: string, flags: SendFlags): Promise<void> {
  const { kind, operation, to, draft } = flags;
  const content = jsonIn(file, await bytesOf(file));
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new CommandLineError(
      'refusedInput',
      `${nameOf(file)} is no message: a JSON object with kind, operation, body.`,
    );
  const message = {
    ...content,
    ...(kind === undefined ? {} : { kind }),
    ...(operation === undefined ? {} : { operation }),
    ...(to === undefined ? {} : { to }),
    ...(draft === undefined ? {} : { draft }),
  };
  const key = flags.idempotencyKey ?? keyOfContent('send', apiKey, [JSON.stringify(message)]);
  show(output, await hub.sendMessage(message, key), (sent) => referralLine(sent, systemClock.now()));
}

function addReading(message: Command, surroundings: HubSurroundings): void {
  narrowed(
    message
      .command('list')
      .description('Lists the messages of your body, newest first, without content.')
      .option('--kind <name>', 'only of this kind'),
  ).action((query: MessageQuery, command: Command) =>
    withHub(command, surroundings, async ({ hub, output }) => {
      show(output, await hub.messages(query), ({ data, next }) => messageTable(data, next, systemClock.now()));
    }),
  );
  addReads(message, surroundings, 'message', {
    show: [
      'Shows a message with its content and what became of it at each body.',
      async ({ hub, output }, id) => {
        show(output, await hub.message(id), (read) => sentMessageInWords(read, systemClock.now()));
      },
    ],
    thread: [
      'Shows what your body sent and received in the thread of a message.',
      async ({ hub, output }, id) => {
        show(output, await hub.thread(id), ({ data }) => threadTable(data));
      },
    ],
    preview: [
      'Shows what each body would see of a draft, and which rule says so.',
      async ({ hub, output }, id) => {
        show(output, await hub.messagePreview(id), previewInWords);
      },
    ],
  });
}

function addKinds(program: Command, surroundings: HubSurroundings): void {
  const kinds = hubGroup(program, 'kinds', 'The kinds of message that this hub knows.');
  kinds
    .command('list', { isDefault: true })
    .description('Lists the kinds, and what each asks of who receives it.')
    .action((_flags: object, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.messageKinds(), ({ data }) => kindTable(data));
      }),
    );
  kinds
    .command('show')
    .description('Shows a kind with the schema of its body.')
    .argument('<name>', 'its name, for example information-share')
    .action((name: string, _flags: object, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const { data } = await hub.messageKinds();
        const kind = data.find((each) => each.name === name);
        const names = data.map((each) => each.name).join(', ');
        if (!kind) throw new CommandLineError('wrongArguments', `There is no such kind. Kinds are: ${names}.`);
        show(output, kind, kindInWords);
      }),
    );
}
