import type { Command } from 'commander';
import type { Uuid } from '#kernel';
import type { Connection } from '../connection/connect';
import { hubGroup } from '../connection/connection-options';
import {
  idArgument,
  idOf,
  idempotencyOption,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { exitCodes } from '../output/exit-code';
import { remark, show } from '../output/show';
import { bytesOf, endingOf, keyOfContent } from '../referral/referral-file';
import { coverageInWords, importedInWords } from './returns-words';

interface ImportFlags extends IdempotencyFlags {
  readonly part?: true;
  readonly supersedes?: Uuid;
  readonly submit?: true;
}

interface CoverageFlags {
  readonly operation: string;
  readonly on?: string;
}

/** What nations report: their figures from a table, and how far their contingents are trained. */
export function addReturnsCommands(program: Command, surroundings: HubSurroundings): void {
  const returns = hubGroup(program, 'returns', 'Returns of nations: training, legislation and efforts.');
  idempotencyOption(returns.command('import'), 'made from the content')
    .description('Makes the return that a request asks for from a table: one draft of all lines, or none.')
    .addArgument(idArgument('request in your inbox'))
    .argument('<table>', 'the .xlsx or .csv file, as its template has it; - for standard input')
    .option('--part', 'it is a part of the return, and more follows')
    .option('--supersedes <id>', 'the return whose place it takes', idOf)
    .option('--submit', 'submits the draft at once')
    .action((request: Uuid, file: string, flags: ImportFlags, command: Command) =>
      withHub(command, surroundings, (to) => importTable(to, request, file, flags)),
    );
  returns
    .command('coverage')
    .description('Shows how far contingents are trained, by nation, rank group and course.')
    .requiredOption('--operation <id>', 'the operation, for example kosovo')
    .option('--on <day>', 'the day, as YYYY-MM-DD (default: today)')
    .action((query: CoverageFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.trainingCoverage(query), coverageInWords);
      }),
    );
}

async function importTable(
  { hub, apiKey, output }: Connection,
  request: Uuid,
  file: string,
  { part, supersedes, submit, idempotencyKey }: ImportFlags,
): Promise<void> {
  const [content, final] = [await bytesOf(file), part === undefined];
  const key = idempotencyKey ?? keyOfContent('return', apiKey, [request, content, String(final), supersedes ?? '']);
  const given = { request, name: `table${endingOf(file, '.csv')}`, content, final };
  const imported = await hub.importReturn({ ...given, ...(supersedes === undefined ? {} : { supersedes }) }, key);
  const draft = imported.created ?? imported.existing;
  if (!submit || draft === null) {
    show(output, imported, importedInWords);
    if (imported.problems.length > 0) process.exitCode = exitCodes.refusedInput;
    return;
  }
  try {
    const { state } = await hub.submitMessage(draft.id, `submit-${draft.id}`);
    show(output, { ...imported, state }, () => `${draft.reference} ${draft.id}: ${state}`);
  } catch (error) {
    remark(`hub: the draft ${draft.reference} (${draft.id}) is made, and not submitted.`);
    throw error;
  }
}
