import type { Command } from 'commander';
import type { Connection } from '../connection/connect';
import { hubGroup } from '../connection/connection-options';
import { idempotencyOption, withHub, type HubSurroundings, type IdempotencyFlags } from '../connection/hub-command';
import { CommandLineError } from '../output/command-line-error';
import { show } from '../output/show';
import { bytesOf, keyOfContent, nameOf } from '../referral/referral-file';
import { calendarIn } from './calendar-in';

/** What becomes of the mails by which calendar programs answer invitations. */
export function addCalendarCommands(program: Command, surroundings: HubSurroundings): void {
  const calendar = hubGroup(program, 'calendar', 'Replies of calendar programs to invitations.');
  idempotencyOption(calendar.command('reply'), 'made from the content')
    .description('Hands over a reply: a mail as it came, or its calendar. A mail server can pipe mails to it.')
    .argument('<file>', 'the mail or the .ics file; - for standard input')
    .action((file: string, flags: IdempotencyFlags, command: Command) =>
      withHub(command, surroundings, (to) => handOver(to, file, flags)),
    );
}

async function handOver({ hub, output, apiKey }: Connection, file: string, flags: IdempotencyFlags): Promise<void> {
  const calendar = await calendarIn(await bytesOf(file));
  if (calendar === undefined)
    throw new CommandLineError(
      'refusedInput',
      `${nameOf(file)} holds no calendar: neither a mail with one nor an .ics.`,
    );
  const key = flags.idempotencyKey ?? keyOfContent('calendar-reply', apiKey, [calendar]);
  show(output, await hub.takeCalendarReply(calendar, key), ({ body, answer, meeting }) =>
    [`${body}: ${answer}`, meeting === null ? 'the whole series' : `meeting ${meeting}`].join(', '),
  );
}
