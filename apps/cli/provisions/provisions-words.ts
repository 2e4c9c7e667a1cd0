import type { ProvisionMatrix } from '#hub-client';
import { tableOf } from '../output/table';
import { localTime } from '../output/time-words';

/** The provisions in force with their words, and how many units know each. */
export function provisionsInWords({ provisions, units }: ProvisionMatrix): string {
  if (provisions.length === 0) return 'Nothing there.';
  return tableOf(
    ['Provision', 'What it says', 'In force since', 'Units'],
    provisions.map(({ id, version, effect, text, source, since }) => {
      const known = units.filter((unit) =>
        unit.provisions.some((one) => one.provision === id && one.state === 'acknowledged'),
      );
      return [
        `${id} v${version}\n${effect}`,
        `${text}\n${source}`,
        localTime(since),
        `${known.length} of ${units.length}`,
      ];
    }),
  );
}

/** Who has not acknowledged what is in force: a line for each unit and provision. */
export function outstandingTable({ provisions, units }: ProvisionMatrix): string {
  const rows = units.flatMap(({ unit, organisation, provisions: standing }) =>
    standing.flatMap(({ provision, version, state, lastVersion }) => {
      if (state === 'acknowledged') return [];
      const dueAt = provisions.find(({ id }) => id === provision)?.dueAt;
      return [
        [
          unit,
          organisation,
          `${provision} v${version}`,
          state,
          dueAt === undefined ? '–' : localTime(dueAt),
          lastVersion === null ? '–' : `v${lastVersion}`,
        ],
      ];
    }),
  );
  if (rows.length === 0) return 'Every unit has acknowledged what is in force.';
  return tableOf(['Unit', 'Body', 'Provision', 'State', 'By', 'Knows'], rows);
}
