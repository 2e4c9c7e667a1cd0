import { leaveProvisionMails, type NewProvisionMail, type NoticeContent } from '#delivery';
import type { Directory, Operation } from '#directory';
import type { Clock } from '#kernel';
import type { WorkerDatabase } from '#platform/database';
import { outstandingOf, type Outstanding } from './domain/outstanding';
import { provisionMatrix } from './provisions-in-force';

export interface RemindTools {
  readonly database: WorkerDatabase;
  readonly directory: Directory;
  readonly clock: Clock;
}

/**
 * Has each body written to whose units have not acknowledged provisions: once when a version comes into force, and once
 * when its time is over. However often this runs, and whoever runs it besides.
 *
 * @returns how many mails were left.
 */
export async function remindUnits({ database, directory, clock }: RemindTools): Promise<number> {
  const now = clock.now();
  let left = 0;
  for (const { operation } of await directory.operations())
    left += await database.transaction({ kind: 'worker' }, async (tx) => {
      const matrix = await provisionMatrix({ tx, directory }, operation.id, now);
      const mails: NewProvisionMail[] = [];
      for (const one of outstandingOf(matrix)) {
        const organisationId = await directory.idOf(one.organisation);
        const dedupe = `${one.state} ${one.dueAt.toISOString()}`;
        if (organisationId !== undefined)
          mails.push({ organisationId, operation: operation.id, dedupe, content: written(operation, one) });
      }
      return leaveProvisionMails(tx, mails, now);
    });
  return left;
}

/** Names of provisions and units: nothing about a person. */
function written(operation: Operation, { state, dueAt, provisions, units }: Outstanding): NoticeContent {
  const until = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: operation.timeZone }).format(dueAt);
  const overdue = state === 'overdue';
  return {
    subject: overdue
      ? `[Liaison Hub] provisions of the policy were to be acknowledged by ${until}`
      : `[Liaison Hub] provisions of the policy to acknowledge by ${until}`,
    opening: overdue
      ? 'Units of your body have not acknowledged provisions of the policy in time. Headquarters sees which.'
      : 'Provisions of the policy are in force in a version that units of your body have not acknowledged yet.',
    rows: [
      ['Operation', operation.title],
      ['Texts', provisions.map(({ id, version }) => `${id} version ${version}`).join(', ')],
      ['Units', units.join(', ')],
      ['Until', until],
    ],
    does: 'Their commander, or the focal point of your body, reads and acknowledges them in the hub:',
    after: overdue
      ? 'This is the last mail about these versions. It was sent by a machine, and answers are read by nobody.'
      : 'There is one more mail once the time is over, if a unit has not. It was sent by a machine, and answers are read by nobody.',
  };
}
