import 'reflect-metadata';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildDocument } from './document';
import { documentText } from './document-text';
import { previewApi } from './preview-api';

/**
 * Writes the API's description to the file that is committed; with `--check`, only says whether that file is up to date.
 *
 *   node build/apps/api/openapi/write-document.js [--check] apps/api/openapi.json
 */
async function main(args: readonly string[]): Promise<number> {
  const file = resolve(args.find((arg) => !arg.startsWith('--')) ?? 'apps/api/openapi.json');
  const now = documentText(buildDocument(await previewApi()));
  if (!args.includes('--check')) {
    writeFileSync(file, now);
    process.stdout.write('apps/api/openapi.json is written.\n');
    return 0;
  }
  const committed = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
  if (committed === now) return 0;
  process.stderr.write(
    `apps/api/openapi.json is stale: ${firstDifference(committed, now)}\n` +
      'Run "npm run openapi", look at the difference, and commit the file with your change.\n',
  );
  return 1;
}

function firstDifference(committed: string, now: string): string {
  const [before, after] = [committed.split('\n'), now.split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  if (line < 0) return `it has ${before.length - after.length} lines too many.`;
  return `line ${line + 1} is "${before[line]?.trim() ?? ''}" and should be "${after[line]?.trim() ?? ''}".`;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = 1;
  },
);
