import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { ReviewEdition, ReviewFormat, ReviewQuery, ReviewSummary } from '#hub-client';
import type { Uuid } from '#kernel';
import { hubGroup } from '../connection/connection-options';
import { idArgument, wholeNumber, withHub, type HubSurroundings } from '../connection/hub-command';
import { show } from '../output/show';
import { tableOf } from '../output/table';
import { localTime } from '../output/time-words';

interface SaveFlags {
  readonly format: ReviewFormat;
  readonly edition: ReviewEdition;
}

/** Review reports, as every body may read them. A person makes one, in the console or over the API. */
export function addReviewCommands(program: Command, surroundings: HubSurroundings): void {
  const review = hubGroup(program, 'review', 'Review reports: figures of operations over quarters.');
  review
    .command('list')
    .description('Lists the reports, newest first.')
    .option('--operation <id>', 'only those about this operation')
    .option('--cursor <cursor>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 20)', wholeNumber(1, 100))
    .action((query: ReviewQuery, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.reviews(query), ({ data, next }) => reviewTable(data, next));
      }),
    );
  review
    .command('save')
    .description('Writes a report into a file.')
    .addArgument(idArgument('report'))
    .argument('<file>', 'where to')
    .addOption(new Option('--format <format>', 'as what').default('pdf').choices(['pdf', 'html', 'csv', 'json']))
    .addOption(
      new Option('--edition <edition>', 'what is published, or with it the exact figures of your body')
        .default('published')
        .choices(['published', 'own']),
    )
    .action((id: Uuid, file: string, { format, edition }: SaveFlags, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        const content = await hub.reviewFile(id, format, edition);
        writeFileSync(file, content);
        show(output, { file, bytes: content.length }, ({ bytes }) => `${file}: ${bytes} bytes.`);
      }),
    );
}

function reviewTable(reports: readonly ReviewSummary[], next: string | null): string {
  if (reports.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Report', 'Operations', 'Period', 'Made'],
    reports.map(({ id, number, operations, from, to, madeAt }) => [
      `${number}\n${id}`,
      operations.join(', '),
      `${from} to ${to}`,
      localTime(madeAt),
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --cursor ${next}`;
}
