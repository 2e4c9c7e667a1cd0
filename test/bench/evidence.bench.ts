import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { signerKey, verifyExport } from '#evidence-log';
import { madeExport } from '#test/made-export';
import { cleanUpAfterwards, temporaryDirectory } from '#test/servers';
import { readBenchOptions, runBench } from './command-line';
import { compared, interleave, report } from './figures';

const ENTRIES = 1_000_000;
const EVERY = 1_000;
/** Entries a second. */
const ASKED = 100_000;

runBench(async () => {
  const options = readBenchOptions();
  const folder = temporaryDirectory('evidence');
  cleanUpAfterwards({ pids: [], directories: [folder] });
  const file = join(folder, 'export.ndjson');
  const signer = signerKey('hub.example/evidence', Buffer.alloc(32, 1));
  await write(file, madeExport(ENTRIES, EVERY, signer));
  const measured = await interleave(
    {
      verified: async () => {
        const started = performance.now();
        const verdict = await verifyExport(createReadStream(file, { highWaterMark: 1_048_576 }), {
          keys: [signer.verifier],
        });
        if (!verdict.ok || verdict.entries !== ENTRIES) throw new Error('the export was to verify');
        return ENTRIES / ((performance.now() - started) / 1_000);
      },
    },
    options.rounds,
  );
  const about = { bench: 'evidence', figure: 'verify-offline', unit: 'entries/s', baseline: 'what is asked', bar: 1 };
  report(
    [
      compared(
        about,
        measured.verified,
        measured.verified.map(() => ASKED),
      ),
    ],
    options.json,
  );
});

async function write(file: string, lines: Iterable<string>): Promise<void> {
  const handle = await open(file, 'w');
  let pending: string[] = [];
  for (const line of lines) {
    pending.push(line, '\n');
    if (pending.length < 4_000) continue;
    await handle.write(pending.join(''));
    pending = [];
  }
  await handle.write(pending.join(''));
  await handle.close();
}
