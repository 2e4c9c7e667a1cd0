import { writeFile } from 'node:fs/promises';
import { exampleCases, writeHtcdsWorkbook, type HtcdsLayout } from '#referrals';

export async function writeExampleWorkbook(file: string, { layout }: { readonly layout: HtcdsLayout }): Promise<void> {
  const cases = exampleCases();
  await writeFile(file, await writeHtcdsWorkbook(cases, { layout, extraColumns: true }));
  process.stdout.write(`${cases.length} fictitious cases written to ${file}\n`);
}
