import type { Command } from 'commander';
import { bytesOf, keyOf, listed } from '../evidence/verifier-keys';
import { show } from '../output/show';
import { fileVerdictInWords } from './file-verdict-words';

interface VerifyFlags {
  readonly key?: readonly string[];
  readonly json?: true;
}

/** What anybody does with the file of a meeting: neither hub nor database is asked. */
export function addMinutesCommands(program: Command): void {
  program
    .command('minutes')
    .description('The minutes of meetings, as exported.')
    .command('verify')
    .description('Checks the file of a meeting by itself and names each part that is not as it was. Ends with 3 then.')
    .argument('<file>', 'the zip archive')
    .option('--key <key>', "the hub's verifier key, or a file that holds it; several times for several", listed)
    .option('--json', 'tells the result as JSON')
    .action(async (file: string, flags: VerifyFlags) => {
      process.exitCode = await verify(file, flags);
    });
}

async function verify(file: string, { key, json }: VerifyFlags): Promise<number> {
  const keys = key?.map(keyOf);
  // Sets the PDF anew to compare it: only this command needs what that takes.
  const { verifyMeetingFile } = await import('#meetings');
  const verdict = await verifyMeetingFile(bytesOf(file), keys);
  show(json ? 'json' : 'table', { ...verdict, keyGiven: keys !== undefined }, fileVerdictInWords);
  return verdict.ok ? 0 : 3;
}
