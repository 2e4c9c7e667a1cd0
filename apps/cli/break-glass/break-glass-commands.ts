import { Option, type Command } from 'commander';
import { isUuid, systemClock, type Uuid } from '#kernel';
import { endOpeningFor, listOpenings, openingStateOf } from '#referrals';
import { asBody } from '../as-body';
import type { Environment, Print } from '../migrate.command';
import { CommandLineError } from '../output/command-line-error';

/** Most that are shown: what is older is in the evidence. */
const SHOWN = 200;

/** One line for each opening that a body asked for, or is asked about; no reason, since that may speak of a person. */
export async function listBreakGlass(
  environment: Environment,
  organisation: string,
  { open }: { readonly open?: boolean },
  show: Print,
): Promise<void> {
  const lines = await asBody(environment, organisation, async (tx) => {
    const bodies = await tx.rows<{ id: Uuid; slug: string }>('SELECT id, slug FROM organisations');
    const slugOf = (id: Uuid): string => bodies.find((body) => body.id === id)?.slug ?? id;
    return (await listOpenings(tx, { limit: SHOWN })).flatMap((opening) => {
      const state = openingStateOf(opening, systemClock.now());
      if (open === true && state !== 'requested' && state !== 'approved') return [];
      const until = opening.expiresAt === null ? '' : `  until ${opening.expiresAt.toISOString()}`;
      return [
        `${opening.id}  ${state}  ${slugOf(opening.organisationId)} asks for message ${opening.messageId} of ` +
          `${slugOf(opening.senderId)}  ${opening.requestedAt.toISOString()}  ${opening.minutes} min${until}`,
      ];
    });
  });
  for (const line of lines) show(line);
  if (lines.length === 0) show(`There is none for ${organisation}.`);
}

/** Ends one before its time, for the body that sent the record or guards personal data. */
export async function endBreakGlass(
  environment: Environment,
  organisation: string,
  id: string,
  show: Print,
): Promise<void> {
  if (!isUuid(id))
    throw new CommandLineError(
      'wrongArguments',
      `That is not the id of an opening. See: break-glass list ${organisation}`,
    );
  await asBody(environment, organisation, (tx, organisationId) =>
    endOpeningFor({ tx, clock: systemClock }, organisationId, id),
  );
  show(`${id} is ended: nothing is shown by it any more.`);
}

/** Break-glass, for whoever runs the hub: asking and agreeing need persons who sign in, and are in the API. */
export function addBreakGlassCommands(program: Command, environment: Environment, show: Print): void {
  const glass = program.command('break-glass').description('Records that were opened in an emergency.');
  glass
    .command('list <organisation>')
    .description('Lists what a body asked for, or is asked about, newest first.')
    .addOption(new Option('--open', 'only what waits for a decision or is open now'))
    .action((organisation: string, flags: { open?: boolean }) =>
      listBreakGlass(environment, organisation, flags, show),
    );
  glass
    .command('end <organisation> <id>')
    .description('Ends one before its time, for the body that sent the record or guards personal data.')
    .action((organisation: string, id: string) => endBreakGlass(environment, organisation, id, show));
}
