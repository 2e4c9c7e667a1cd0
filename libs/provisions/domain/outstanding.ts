import type { AcknowledgementState } from './acknowledgement-state';

/** What a body's units have not acknowledged of what is due at one time. */
export interface Outstanding {
  readonly organisation: string;
  readonly state: Exclude<AcknowledgementState, 'acknowledged'>;
  readonly dueAt: Date;
  readonly provisions: readonly { readonly id: string; readonly version: number }[];
  /** Names of the units that have not acknowledged all of them. */
  readonly units: readonly string[];
}

/** How each unit stands to each provision, as far as this asks. */
interface Standings {
  readonly provisions: readonly { readonly id: string; readonly version: number; readonly dueAt: Date }[];
  readonly units: readonly {
    readonly name: string;
    readonly organisation: string;
    readonly provisions: readonly { readonly provision: string; readonly state: AcknowledgementState }[];
  }[];
}

/** What is outstanding, body by body; what came into force together is together. */
export function outstandingOf({ provisions, units }: Standings): Outstanding[] {
  const bodies = [...new Set(units.map(({ organisation }) => organisation))];
  const times = [...new Set(provisions.map(({ dueAt }) => dueAt.getTime()))].sort((one, other) => one - other);
  return bodies.flatMap((organisation) =>
    times.flatMap((time) => {
      const together = provisions.filter(({ dueAt }) => dueAt.getTime() === time);
      const open = units
        .filter((unit) => unit.organisation === organisation)
        .flatMap((unit) =>
          unit.provisions.flatMap(({ provision, state }) =>
            state !== 'acknowledged' && together.some(({ id }) => id === provision)
              ? [{ unit: unit.name, provision, state }]
              : [],
          ),
        );
      const [first] = open;
      if (!first) return [];
      return [
        {
          ...{ organisation, state: first.state, dueAt: new Date(time) },
          provisions: together.filter(({ id }) => open.some(({ provision }) => provision === id)),
          units: [...new Set(open.map(({ unit }) => unit))],
        },
      ];
    }),
  );
}
