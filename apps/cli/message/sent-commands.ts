import { type Command, Option } from 'commander';
import type { Move } from '#hub-client';
import { systemClock, type Uuid } from '#kernel';
import { codesOf, messageStates, priorities } from '#messages';
import type { Connection } from '../connection/connect';
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
import { show } from '../output/show';
import { referralLine } from '../referral/referral-words';

// What a body does alike with its referrals and with its messages of any other kind.

/** Commands that read one record by its id. */
export type Reads = Readonly<Record<string, readonly [string, (to: Connection, id: Uuid) => Promise<void>]>>;
type Moved = Parameters<typeof referralLine>[0];
type MoveFlags = IdempotencyFlags & { readonly recipient?: readonly string[]; readonly note?: string };

const NOTE = 'a word to the recipients, kept sealed; it stays in the history of your shell';

/** What a list of what was sent can be narrowed by. */
export function narrowed(list: Command): Command {
  return list
    .option('--operation <id>', 'only of this operation')
    .addOption(new Option('--state <state>', 'only in this state').choices(messageStates))
    .addOption(new Option('--priority <code>', 'only with this priority').choices(codesOf(priorities)))
    .option('--recipient <body>', 'only those that went to this body')
    .option('--overdue', 'only with a recipient that has let its deadline pass')
    .option('--cursor <cursor>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200));
}

export function addReads(group: Command, surroundings: HubSurroundings, noun: string, reads: Reads): void {
  for (const [name, [description, read]] of Object.entries(reads))
    group
      .command(name)
      .description(description)
      .addArgument(idArgument(noun))
      .action((id: Uuid, _flags: object, command: Command) => withHub(command, surroundings, (to) => read(to, id)));
}

/** Sends a draft. */
export function addSubmit(
  group: Command,
  surroundings: HubSurroundings,
  { noun, description }: { readonly noun: string; readonly description: string },
  submit: (
    to: Connection,
    id: Uuid,
    key: string,
  ) => Promise<{ readonly reference: string | null; readonly state: string }>,
): void {
  idempotencyOption(group.command('submit'))
    .description(description)
    .addArgument(idArgument(noun))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, async (to) => {
        const sent = await submit(to, id, keyFrom(flags));
        show(to.output, sent, ({ reference, state }) => `${reference} ${id}: ${state}`);
      }),
    );
}

/** A move at all recipients for whom it is possible, or at those that are named. */
export function addMove(
  group: Command,
  surroundings: HubSurroundings,
  { name, noun, description }: { readonly name: string; readonly noun: string; readonly description: string },
  move: (to: Connection, id: Uuid, details: Move, key: string) => Promise<Moved>,
): void {
  idempotencyOption(group.command(name))
    .description(description)
    .addArgument(idArgument(noun))
    .option(
      '--recipient <body>',
      'only this body; several with commas (default: all for whom it is possible)',
      gathered,
    )
    .option('--note <text>', NOTE)
    .action((id: Uuid, { recipient, note, ...flags }: MoveFlags, command: Command) =>
      withHub(command, surroundings, async (to) => {
        const details = {
          ...(recipient === undefined ? {} : { recipients: recipient }),
          ...(note === undefined ? {} : { note }),
        };
        show(to.output, await move(to, id, details, keyFrom(flags)), (now) => referralLine(now, systemClock.now()));
      }),
    );
}
