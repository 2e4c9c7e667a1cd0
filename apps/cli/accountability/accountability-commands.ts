import { Argument, Option, type Command } from 'commander';
import { nationStatuses } from '#accountability';
import type { NoticeQuery, NoticeSummary } from '#hub-client';
import { systemClock, type Uuid } from '#kernel';
import {
  idArgument,
  idempotencyOption,
  keyFrom,
  wholeNumber,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { personGroup, withPerson } from '../connection/person-command';
import { CommandLineError } from '../output/command-line-error';
import { show } from '../output/show';
import { bytesOf, jsonIn, nameOf } from '../referral/referral-file';
import { timelineTable } from '../referral/referral-words';
import { noticeInWords, noticeLine, noticeTable, peopleTable } from './accountability-words';

interface WriteFlags extends IdempotencyFlags {
  readonly draft?: boolean;
}
interface StatusFlags extends IdempotencyFlags {
  readonly note?: string;
}
interface RepatriationFlags extends IdempotencyFlags {
  readonly reason: string;
}

/** Allegations against personnel: dealt with by people who signed in, so that these commands take no API key. */
export function addAccountabilityCommands(program: Command, surroundings: HubSurroundings): void {
  const notices = personGroup(
    program,
    'accountability',
    'Allegations against personnel of a nation that you know of: as a person, no key.',
  );
  addReading(notices, surroundings);
  addWriting(notices, surroundings);
  addMoves(notices, surroundings);
}

function addReading(notices: Command, surroundings: HubSurroundings): void {
  notices
    .command('list')
    .description('Lists the notices that you know of, newest first, without what is alleged.')
    .option('--operation <id>', 'only of this operation')
    .addOption(new Option('--nation-status <status>', 'only those of which the nation says so').choices(nationStatuses))
    .option('--cursor <cursor>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200))
    .action((query: NoticeQuery, command: Command) =>
      withPerson(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.notices(query), ({ data, next }) => noticeTable(data, next, systemClock.now()));
      }),
    );
  notices
    .command('show')
    .description('Shows a notice as you may see it; the read is kept as evidence.')
    .addArgument(idArgument('notice'))
    .action((id: Uuid, _flags: object, command: Command) =>
      withPerson(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.notice(id), (notice) => noticeInWords(notice, systemClock.now()));
      }),
    );
  notices
    .command('timeline')
    .description('Shows what happened to a notice, oldest first.')
    .addArgument(idArgument('notice'))
    .action((id: Uuid, _flags: object, command: Command) =>
      withPerson(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.noticeHistory(id), ({ data }) => timelineTable(data));
      }),
    );
}

function addWriting(notices: Command, surroundings: HubSurroundings): void {
  idempotencyOption(notices.command('write'))
    .description('Sends a notice from a JSON file to the designated authority: the body of POST /v1/accountability.')
    .argument('<file>', 'the file; - for standard input')
    .option('--draft', 'keeps a draft: submit sends it')
    .action((file: string, { draft, ...flags }: WriteFlags, command: Command) =>
      withPerson(command, surroundings, async ({ hub, output }) => {
        const content = jsonIn(file, await bytesOf(file));
        if (typeof content !== 'object' || content === null || Array.isArray(content))
          throw new CommandLineError(
            'refusedInput',
            `${nameOf(file)} is no notice: a JSON object with operation, body.`,
          );
        const written = await hub.writeNotice({ ...content, ...(draft ? { draft } : {}) }, keyFrom(flags));
        show(output, written, noticeLine);
      }),
    );
  idempotencyOption(notices.command('let-know'))
    .description('Lets a colleague know of a notice, for good.')
    .addArgument(idArgument('notice'))
    .argument('<address>', 'the address of somebody of your body who may know')
    .action((id: Uuid, address: string, flags: IdempotencyFlags, command: Command) =>
      withPerson(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.letKnow(id, address, keyFrom(flags)), ({ data }) => peopleTable(data));
      }),
    );
}

function addMoves(notices: Command, surroundings: HubSurroundings): void {
  const move = (
    command: Command,
    id: Uuid,
    change: 'submit' | 'nation-status' | 'repatriation-request' | 'release-reporter',
    given: unknown,
    flags: IdempotencyFlags,
  ): Promise<void> =>
    withPerson(command, surroundings, async ({ hub, output }) => {
      show<NoticeSummary>(output, await hub.changeNotice(id, change, given, keyFrom(flags)), noticeLine);
    });
  idempotencyOption(notices.command('submit'))
    .description('Sends a draft to the designated authority.')
    .addArgument(idArgument('notice'))
    .action((id: Uuid, flags: IdempotencyFlags, command: Command) => move(command, id, 'submit', undefined, flags));
  idempotencyOption(notices.command('status'))
    .description('Says, as the designated authority, how it stands.')
    .addArgument(idArgument('notice'))
    .addArgument(new Argument('<status>', 'how it stands now').choices(nationStatuses))
    .option('--note <text>', 'words to those who brought it')
    .action((id: Uuid, nationStatus: string, { note, ...flags }: StatusFlags, command: Command) =>
      move(command, id, 'nation-status', { nationStatus, ...(note === undefined ? {} : { note }) }, flags),
    );
  idempotencyOption(notices.command('repatriate'))
    .description('Asks the nation, as a senior commander, to repatriate an offender: needs --code.')
    .addArgument(idArgument('notice'))
    .requiredOption('--reason <text>', 'why; the authority reads it')
    .action((id: Uuid, { reason, ...flags }: RepatriationFlags, command: Command) =>
      move(command, id, 'repatriation-request', { reason }, flags),
    );
  idempotencyOption(notices.command('release-reporter'))
    .description('Names who reported it to the authority, because they agreed, for good: needs --code.')
    .addArgument(idArgument('notice'))
    .argument('<day>', 'the day on which they agreed, as YYYY-MM-DD')
    .action((id: Uuid, consentedOn: string, flags: IdempotencyFlags, command: Command) =>
      move(command, id, 'release-reporter', { consentedOn }, flags),
    );
}
