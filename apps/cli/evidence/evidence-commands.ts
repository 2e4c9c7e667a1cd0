import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { verifyExport, type VerifyOptions } from '#evidence-log';
import { CommandLineError } from '../output/command-line-error';
import { show } from '../output/show';
import { verdictInWords } from './verdict-words';
import { keyOf, listed, textOf } from './verifier-keys';

interface VerifyFlags {
  readonly key?: readonly string[];
  readonly checkpoint?: readonly string[];
  readonly timestampCa?: string;
  readonly json?: true;
}

/** What anybody does with an export of the evidence: neither hub nor database is asked. */
export function addEvidenceCommands(program: Command): void {
  program
    .command('evidence')
    .description('The evidence, as exported: what happened, and that nobody rewrote it.')
    .command('verify')
    .description('Checks an export by itself and names the first bad entry. Ends with 3 when there is one.')
    .argument('<export>', 'the file')
    .option('--key <key>', "the hub's verifier key, or a file that holds it; several times for several", listed)
    .option('--checkpoint <file>', 'a checkpoint that you kept: the log must go on from it; several times', listed)
    .option('--timestamp-ca <file>', 'certificates (PEM) of the authority by which the time stamps must be')
    .option('--json', 'tells the result as JSON')
    .action(async (file: string, flags: VerifyFlags) => {
      process.exitCode = await verify(file, flags);
    });
}

async function verify(file: string, { key, checkpoint, timestampCa, json }: VerifyFlags): Promise<number> {
  const keys = key?.map(keyOf);
  const verdict = await verifyExport(readable(file), {
    ...(keys ? { keys } : {}),
    ...(timestampCa === undefined ? {} : { timestamps: await timestampCheck(timestampCa) }),
    kept: (checkpoint ?? []).map(textOf),
  });
  const result = verdict.ok
    ? {
        ...verdict,
        checkpoint: verdict.checkpoint.note,
        key: verdict.checkpoint.key.text,
        keyGiven: keys !== undefined,
      }
    : verdict;
  show(json ? 'json' : 'table', result, verdictInWords);
  return verdict.ok ? 0 : 3;
}

/** Loaded when it is asked for: who checks no time stamps needs Node.js alone. */
async function timestampCheck(file: string): Promise<NonNullable<VerifyOptions['timestamps']>> {
  const { openToken, trustedAuthorities } = await import('#timestamps');
  try {
    const trusted = trustedAuthorities(textOf(file));
    return async (token, data) => (await openToken(token, data, trusted)).at;
  } catch (error) {
    if (error instanceof CommandLineError) throw error;
    throw new CommandLineError('wrongArguments', `${file} holds no certificate in PEM form that can be read.`);
  }
}

async function* readable(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1_048_576 })) yield chunk as Buffer;
  } catch (error) {
    throw new CommandLineError('wrongArguments', `${file} cannot be read: ${(error as Error).message}`);
  }
}
