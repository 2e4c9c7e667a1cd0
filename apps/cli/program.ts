import { Command, InvalidArgumentError, Option } from 'commander';
import { addAccountabilityCommands } from './accountability/accountability-commands';
import { addCalendarCommands } from './calendar/calendar-commands';
import { addCompletionCommand } from './completion/completion-command';
import { addConnectionOptions, refuseUnusedConnection } from './connection/connection-options';
import { demo, type DemoFlags } from './demo/demo.command';
import { writeExampleWorkbook } from './example-workbook.command';
import { addEndpointCommands } from './endpoint/endpoint-commands';
import { addEvidenceCommands } from './evidence/evidence-commands';
import { addEventsCommands } from './events/events-commands';
import { addInboxCommands } from './inbox/inbox-commands';
import { addMessageCommands } from './message/message-commands';
import { addMinutesCommands } from './minutes/minutes-commands';
import { addOperationCommands } from './operation/operation-commands';
import { EXIT_CODE_HELP } from './output/exit-code';
import { addProvisionsCommands } from './provisions/provisions-commands';
import { addReviewCommands } from './review/review-commands';
import { addReturnsCommands } from './returns/returns-commands';
import { addReferralCommands } from './referral/referral-commands';
import { addRoutingCommands } from './routing/routing-commands';
import { addWebhookCommands } from './webhooks/webhook-commands';

/**
 * The command line of the hub.
 *
 * @param credentials where the demo's keys are looked for by default
 * @throws CommanderError (on parsing) instead of ending the process
 */
export function programOf(credentials: string, environment: Readonly<Record<string, string | undefined>>): Command {
  // Positional: the demo has options of the same names, with a meaning of its own.
  const program = new Command('hub')
    .description('Works with a running liaison hub.')
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText('after', `\n${EXIT_CODE_HELP}`);
  addConnectionOptions(program).hook('preAction', refuseUnusedConnection);
  const surroundings = { environment, credentials };
  addReferralCommands(program, surroundings);
  addInboxCommands(program, surroundings);
  addMessageCommands(program, surroundings);
  addEventsCommands(program, surroundings);
  addOperationCommands(program, surroundings);
  addRoutingCommands(program, surroundings);
  addWebhookCommands(program, surroundings);
  addEndpointCommands(program, surroundings);
  addCalendarCommands(program, surroundings);
  addReturnsCommands(program, surroundings);
  addReviewCommands(program, surroundings);
  addProvisionsCommands(program, surroundings);
  addAccountabilityCommands(program, surroundings);
  addEvidenceCommands(program);
  addMinutesCommands(program);
  addCompletionCommand(program);
  program
    .command('demo')
    .description('Sends 40 fictitious referrals through the hub, with a sandbox partner for every body.')
    .option('--api <url>', 'where the hub answers (default: as the credentials say)')
    .option('--credentials <file>', "the hub's demo-credentials.json", credentials)
    .option('--timeout <seconds>', 'gives up after so long', secondsOf, 180)
    .option('--resume <tag>', 'continues an interrupted run', tagOf)
    .option('--json', 'prints the result as JSON')
    .action(async (flags: DemoFlags) => {
      process.exitCode = await demo(flags);
    });
  program
    .command('example-workbook')
    .description('Writes the 40 fictitious cases as an HTCDS 2.0 workbook.')
    .argument('[file]', 'where to', 'htcds-example.xlsx')
    .addOption(
      new Option('--layout <layout>', 'which of the official workbooks it follows')
        .default('multi-select')
        .choices(['multi-select', 'single-select']),
    )
    .action(writeExampleWorkbook);
  return program;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 86_400) {
    throw new InvalidArgumentError('A number of seconds, up to a day.');
  }
  return seconds;
}

function tagOf(text: string): string {
  const tag = text.toUpperCase();
  if (!/^[A-Z0-9]{1,16}$/.test(tag)) throw new InvalidArgumentError('A tag is up to 16 letters and digits.');
  return tag;
}
