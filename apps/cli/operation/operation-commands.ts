import { type Command, Option } from 'commander';
import type { AgendaQuery, AgendaRequest, CapacityView } from '#hub-client';
import { agendaStates } from '#tracking';
import { hubGroup } from '../connection/connection-options';
import { wholeNumber, withHub, type HubSurroundings } from '../connection/hub-command';
import { markedReference } from '../inbox/inbox-words';
import { show } from '../output/show';
import { tableOf } from '../output/table';
import { localTime } from '../output/time-words';

/** What the bodies of an operation know of one another: who is late, and who has room. */
export function addOperationCommands(program: Command, surroundings: HubSurroundings): void {
  hubGroup(program, 'agenda', 'What is requested for the next meeting, because a body did not answer in time.')
    .command('list')
    .description('Lists the requests that concern your body, newest first.')
    .option('--operation <id>', 'only of this operation')
    .addOption(new Option('--state <state>', 'only in this state').choices(agendaStates))
    .option('--cursor <cursor>', 'the next page, as the page before says')
    .option('--limit <count>', 'most entries (default: 50)', wholeNumber(1, 200))
    .action((query: AgendaQuery, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.agendaRequests(query), ({ data, next }) => agendaTable(data, next));
      }),
    );
  hubGroup(program, 'capacity', 'What the bodies of an operation can take up.')
    .command('list')
    .description('Lists what each body last said of its services, as far as it still holds.')
    .requiredOption('--operation <id>', 'the operation, for example afghanistan')
    .action(({ operation }: { readonly operation: string }, command: Command) =>
      withHub(command, surroundings, async ({ hub, output }) => {
        show(output, await hub.capacities(operation), ({ data }) => capacityTable(data));
      }),
    );
}

function agendaTable(requests: readonly AgendaRequest[], next: string | null): string {
  if (requests.length === 0) return 'Nothing there.';
  const table = tableOf(
    ['Message', 'Operation', 'Late', 'Reason', 'Since', 'State'],
    requests.map((request) => [
      markedReference(request),
      request.operation,
      request.organisation,
      request.reason,
      localTime(request.overdueSince),
      request.state,
    ]),
  );
  return next === null ? table : `${table}\nWhat comes after: --cursor ${next}`;
}

function capacityTable(capacities: readonly CapacityView[]): string {
  if (capacities.length === 0) return 'Nothing there.';
  return tableOf(
    ['Body', 'Service', 'Status', 'Places', 'Until', 'Said'],
    capacities.map(({ organisation, service, status, places, validUntil, saidAt }) => [
      organisation,
      service,
      status,
      places === null ? '–' : String(places),
      validUntil ?? 'it says otherwise',
      localTime(saidAt),
    ]),
  );
}
