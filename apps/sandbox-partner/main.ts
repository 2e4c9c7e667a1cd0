import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { keyOf, readCredentials, type JournalEntry, type PartnerLine } from '#hub-client';
import { systemClock } from '#kernel';
import { habits, isHabitName, type HabitName } from './habits';
import { PartnerMemory } from './partner-memory';
import { SandboxPartner } from './sandbox-partner';

interface Flags {
  readonly api?: string;
  readonly body: readonly PartnerChoice[];
  readonly key?: string;
  readonly credentials?: string;
  readonly port: number;
  readonly habit: HabitName;
  readonly state?: string;
}

interface PartnerChoice {
  readonly body: string;
  readonly habit?: HabitName;
}

const program = new Command('sandbox-partner')
  .description("A partner's system for trying the hub out: receives, verifies, acknowledges and decides.")
  .requiredOption('--body <body...>', 'the body it stands for, or body:habit; several share one process', choiceOf)
  .option('--api <url>', 'where the hub answers (default: as the credentials say)')
  .option('--credentials <file>', "the hub's demo-credentials.json")
  .addOption(new Option('--key <key>', 'API key of a single body').env('HUB_API_KEY').conflicts('credentials'))
  .option('--port <number>', 'port to listen on; 0 takes a free one', portOf, 0)
  .addOption(new Option('--habit <name>', 'how it behaves').default('prompt').choices(Object.keys(habits)))
  .option('--state <folder>', 'remembers there what it acted upon');

function choiceOf(text: string, before: readonly PartnerChoice[] = []): PartnerChoice[] {
  const [body = '', habit] = text.split(':');
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(body)) throw new InvalidArgumentError('Not the slug of a body.');
  if (habit === undefined) return [...before, { body }];
  if (!isHabitName(habit)) throw new InvalidArgumentError(`Habits are: ${Object.keys(habits).join(', ')}.`);
  return [...before, { body, habit }];
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Not a port.');
  return port;
}

function say(body: string, entry: JournalEntry): void {
  const line: PartnerLine = { at: systemClock.now().toISOString(), body, ...entry };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function partnerOf(choice: PartnerChoice, flags: Flags): Promise<SandboxPartner> {
  const credentials = flags.credentials === undefined ? undefined : await readCredentials(flags.credentials);
  const api = flags.api ?? credentials?.api;
  if (api === undefined) throw new Error('Say where the hub answers: --api, or --credentials.');
  const apiKey = credentials ? keyOf(credentials, choice.body) : flags.key;
  if (apiKey === undefined) throw new Error('Say who is calling: --credentials, --key or HUB_API_KEY.');
  const memory = await PartnerMemory.open(flags.state && join(flags.state, `${choice.body}.json`));
  const note = (entry: JournalEntry): void => {
    say(choice.body, entry);
  };
  return new SandboxPartner({
    api,
    apiKey,
    memory,
    note,
    port: flags.port,
    habit: habits[choice.habit ?? flags.habit],
  });
}

let stopping = false;

async function run(flags: Flags): Promise<void> {
  if (flags.body.length > 1 && flags.port !== 0) throw new Error('--port is for a single body.');
  const partners = await Promise.all(flags.body.map((choice) => partnerOf(choice, flags)));
  const stop = (): void => {
    stopping = true;
    void Promise.all(partners.map((partner) => partner.stop())).finally(() => process.exit());
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another process: does not outlive it.
  process.once('disconnect', stop);
  process.stdout.on('error', stop);
  await Promise.all(partners.map((partner) => partner.start()));
}

run(program.parse().opts<Flags>()).catch((error: unknown) => {
  if (stopping) return;
  process.stderr.write(`sandbox-partner: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
