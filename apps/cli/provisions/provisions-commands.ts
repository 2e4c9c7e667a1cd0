import { InvalidArgumentError, type Command } from 'commander';
import type { ProvisionMatrix, ProvisionsRead } from '#hub-client';
import { hubGroup } from '../connection/connection-options';
import {
  idempotencyOption,
  keyFrom,
  withHub,
  type HubSurroundings,
  type IdempotencyFlags,
} from '../connection/hub-command';
import { addPersonOptions, withPerson } from '../connection/person-command';
import { show } from '../output/show';
import { outstandingTable, provisionsInWords } from './provisions-words';

type Version = ProvisionsRead['provisions'][number];

interface OperationFlags {
  readonly operation: string;
}

interface AcknowledgeFlags extends IdempotencyFlags, OperationFlags {
  readonly unit: string;
}

/** The policy's provisions: what is in force, who has not acknowledged it, and acknowledging it for a unit. */
export function addProvisionsCommands(program: Command, surroundings: HubSurroundings): void {
  const provisions = hubGroup(program, 'provisions', 'Provisions of the policy, and which units acknowledged them.');
  const reads: Readonly<Record<string, readonly [string, (matrix: ProvisionMatrix) => string]>> = {
    list: ['Lists the provisions in force, and how many units acknowledged each.', provisionsInWords],
    outstanding: ['Lists the units that have not acknowledged what is in force.', outstandingTable],
  };
  for (const [name, [description, inWords]] of Object.entries(reads))
    provisions
      .command(name)
      .description(description)
      .requiredOption('--operation <id>', 'the operation, for example kosovo')
      .action(({ operation }: OperationFlags, command: Command) =>
        withHub(command, surroundings, async ({ hub, output }) => {
          show(output, await hub.provisions(operation), inWords);
        }),
      );
  idempotencyOption(addPersonOptions(provisions.command('acknowledge')))
    .description('Acknowledges provisions for a unit of your body, as its commander: a person, no key.')
    .requiredOption('--operation <id>', 'the operation, for example kosovo')
    .requiredOption('--unit <id>', 'the unit: provisions outstanding names them')
    .argument('<provisions...>', 'what was read, each with its version: KOS-P1@2', versionsFrom)
    .action((read: readonly Version[], flags: AcknowledgeFlags, command: Command) =>
      withPerson(command, surroundings, async ({ hub, output }) => {
        const { operation, unit } = flags;
        const matrix = await hub.acknowledgeProvisions({ operation, unit, provisions: read }, keyFrom(flags));
        show(output, matrix, outstandingTable);
      }),
    );
}

function versionsFrom(text: string, before: readonly Version[] | undefined): readonly Version[] {
  const [, id, version] = /^([A-Z]{3}-[A-Z]\d{1,3})@(\d{1,6})$/.exec(text) ?? [];
  if (id === undefined)
    throw new InvalidArgumentError('A provision with the version that was read, for example KOS-P1@2.');
  return [...(before ?? []), { id, version: Number(version) }];
}
