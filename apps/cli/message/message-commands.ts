import { type Command, Option } from 'commander';
import type { MessageQuery, Move } from '#hub-client';
import { systemClock, type Uuid } from '#kernel';
import { codesOf, messageStates, priorities } from '#messages';
import type { Connection } from '../connection/connect';
import { hubGroup } from '../connection/connection-options';
import {
  gathered,
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
import { bytesOf, jsonIn, keyOfContent, nameOf } from '../referral/referral-file';
import { previewInWords, referralLine } from '../referral/referral-words';
import { kindInWords, kindTable, messageTable, sentMessageInWords, threadTable } from './message-words';

interface SendFlags extends IdempotencyFlags {
  readonly kind?: string;
  readonly operation?: string;
  readonly to?: readonly string[];
  readonly draft?: true;
}

type CancelFlags = IdempotencyFlags & { readonly recipient?: readonly string[]; readonly note?: string };

const NOTE = 'a word to the recipients, kept sealed; it stays in the history of your shell';

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
  idempotencyOption(message.command('submit'))
    .description('Sends a draft.')
    .addArgument(idArgument('message'))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(
          output,
          await hub.submitMessage(id, keyFrom(flags)),
          ({ reference, state }) => `${reference} ${id}: ${state}`,
        );
      }),
    );
  idempotencyOption(message.command('cancel'))
    .description('Calls a message off.')
    .addArgument(idArgument('message'))
    .option(
      '--recipient <body>',
      'only this body; several with commas (default: all for whom it is possible)',
      gathered,
    )
    .option('--note <text>', NOTE)
    .action((id: Uuid, flags: CancelFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const details: Move = {
          ...(flags.recipient === undefined ? {} : { recipients: flags.recipient }),
          ...(flags.note === undefined ? {} : { note: flags.note }),
        };
        const cancelled = await hub.cancelMessage(id, details, keyFrom(flags));
        show(output, cancelled, (now) => referralLine(now, systemClock.now()));
      }),
    );
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
  message
    .command('list')
    .description('Lists the messages of your body, newest first, without content.')
    .option('--kind <name>', 'only of this kind')
    .option('--operation <id>', 'only of this operation')
    .addOption(new Option('--state <state>', 'only in this state').choices(messageStates))
    .addOption(new Option('--priority <code>', 'only with this priority').choices(codesOf(priorities)))
    .option('--recipient <body>', 'only those that went to this body')
    .option('--overdue', 'only with a recipient that has let its deadline pass')
    .option('--cursor <cursor>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200))
    .action((query: MessageQuery, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.messages(query), ({ data, next }) => messageTable(data, next, systemClock.now()));
      }),
    );
  const reads: Readonly<Record<string, readonly [string, (to: Connection, id: Uuid) => Promise<void>]>> = {
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
  };
  for (const [name, [description, read]] of Object.entries(reads))
    message
      .command(name)
      .description(description)
      .addArgument(idArgument('message'))
      .action((id: Uuid, _flags: object, command: Command) => withHub(command, surroundings, (to) => read(to, id)));
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
