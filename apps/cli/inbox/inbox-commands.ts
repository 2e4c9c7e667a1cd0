import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { systemClock, type Uuid } from '#kernel';
import { declineReasons, outcomes, type DeclineReason, type Outcome } from '#messages';
import { decisions, progressStates, type Decision, type ProgressState } from '#referrals';
import { hubGroup } from '../connection/connection-options';
import {
  idArgument,
  idempotencyOption,
  keyFrom,
  wholeNumber,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { interruption } from '../connection/interruption';
import { CommandLineError } from '../output/command-line-error';
import { problemText } from '../output/problem-text';
import { jsonOf, remark, show } from '../output/show';
import { localTime } from '../output/time-words';
import { followInbox } from './follow-inbox';
import { addReplyCommand } from './reply-command';
import { inboxLine, inboxTable, messageInWords } from './inbox-words';

interface ListFlags {
  readonly after: string;
  readonly limit?: number;
  readonly follow?: true;
}

interface DecideFlags extends IdempotencyFlags {
  readonly reason?: DeclineReason;
  readonly note?: string;
}

interface ProgressFlags extends IdempotencyFlags {
  readonly outcome?: Outcome;
  readonly note?: string;
}

const NOTE = 'a word to the sender, kept sealed; it stays in the history of your shell';

/** What a body does with the messages that it received. */
export function addInboxCommands(program: Command, surroundings: HubSurroundings): void {
  const inbox = hubGroup(program, 'inbox', 'What was sent to your body.');
  addReading(inbox, surroundings);
  addAnswering(inbox, surroundings);
  addReplyCommand(inbox, surroundings);
}

function addReading(inbox: Command, surroundings: HubSurroundings): void {
  inbox
    .command('list')
    .description('Lists what was sent to your body, oldest first, without content.')
    .option('--after <sequence>', 'only what came after this', sequenceOf, '0')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200))
    .option('--follow', 'goes on with what arrives, one line each, until Ctrl-C')
    .action((flags: ListFlags, command: Command) => withHub(command, surroundings, (to) => list(to, flags)));
  inbox
    .command('show')
    .description('Shows a message with what your profile releases. The read is kept as evidence.')
    .addArgument(idArgument('message'))
    .action((id: Uuid, _flags: object, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.inboxMessage(id), (message) => messageInWords(message, systemClock.now()));
      }),
    );
}

async function list(
  { hub, output }: Parameters<Parameters<typeof withHub>[2]>[0],
  { after, limit, follow }: ListFlags,
): Promise<void> {
  const most = limit === undefined ? {} : { limit };
  if (!follow) {
    const page = await hub.inbox({ after, ...most });
    show(output, page, ({ data, next }) => inboxTable(data, next, systemClock.now()));
    return;
  }
  await followInbox(hub, {
    after,
    ...most,
    signal: interruption(),
    tell: (item) => {
      const line = output === 'json' ? jsonOf(item, 0) : inboxLine(item, systemClock.now());
      process.stdout.write(`${line}\n`);
    },
    onRetry: (error) => {
      remark(`hub: ${problemText(error)} Trying again.`);
    },
  });
}

function addAnswering(inbox: Command, surroundings: HubSurroundings): void {
  idempotencyOption(inbox.command('acknowledge'))
    .description('Says that your body took the message up.')
    .addArgument(idArgument('message'))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(
          output,
          await hub.acknowledge(id, keyFrom(flags)),
          ({ reference, acknowledgedAt, receiptId }) =>
            `${reference}: acknowledged ${localTime(acknowledgedAt)}, receipt ${receiptId}`,
        );
      }),
    );
  idempotencyOption(inbox.command('decide'))
    .description('Accepts, declines or refers onward. It acknowledges too.')
    .addArgument(idArgument('message'))
    .addArgument(new Argument('<decision>', 'what your body decides').choices(decisions))
    .addOption(new Option('--reason <code>', 'why it declines').choices(declineReasons))
    .option('--note <text>', NOTE)
    .action((id: Uuid, decision: Decision, flags: DecideFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const { reason, note } = flags;
        const given = { ...(reason === undefined ? {} : { reason }), ...(note === undefined ? {} : { note }) };
        requireCode('--reason', decision === 'declined', reason, declineReasons);
        show(
          output,
          await hub.decide(id, { decision, ...given }, keyFrom(flags)),
          ({ reference, decidedAt, ...kept }) =>
            `${reference}: ${kept.decision} ${localTime(decidedAt)}${kept.reason === null ? '' : `, ${kept.reason}`}`,
        );
      }),
    );
  idempotencyOption(inbox.command('progress'))
    .description('Tells how an accepted case goes, and how it ended.')
    .addArgument(idArgument('message'))
    .addArgument(new Argument('<state>', 'how it goes').choices(progressStates))
    .addOption(new Option('--outcome <code>', 'how it ended').choices(outcomes))
    .option('--note <text>', NOTE)
    .action((id: Uuid, state: ProgressState, flags: ProgressFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const { outcome, note } = flags;
        const given = { ...(outcome === undefined ? {} : { outcome }), ...(note === undefined ? {} : { note }) };
        requireCode('--outcome', state === 'completed' || state === 'failed', outcome, outcomes);
        show(
          output,
          await hub.progress(id, { state, ...given }, keyFrom(flags)),
          ({ reference, ...kept }) => `${reference}: ${kept.state}${kept.outcome === null ? '' : `, ${kept.outcome}`}`,
        );
      }),
    );
  for (const what of ['cancel', 'recall'] as const)
    idempotencyOption(inbox.command(`confirm-${what}`))
      .description(
        what === 'cancel'
          ? 'Confirms that your body stopped after a cancellation.'
          : 'Confirms that your body stopped using what it received.',
      )
      .addArgument(idArgument('message'))
      .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
        withHub(command, surroundings, async ({ hub, output }) => {
          show(output, await hub.confirm(id, what, keyFrom(flags)), ({ reference, state }) => `${reference}: ${state}`);
        }),
      );
}

/** Tells the codes at once: the hub would only say that one is missing. */
function requireCode(option: string, needed: boolean, given: string | undefined, codes: readonly string[]): void {
  if (needed && given === undefined)
    throw new CommandLineError('wrongArguments', `${option} is needed here. Codes are: ${codes.join(', ')}.`);
}

function sequenceOf(text: string): string {
  if (!/^\d{1,18}$/.test(text)) throw new InvalidArgumentError('A sequence number that an earlier list gave.');
  return text;
}
