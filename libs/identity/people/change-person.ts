import { witness, type EvidenceAction } from '#evidence';
import { notFound, staleVersion, type Clock, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import { endAllSessions } from '../sessions/end-all-sessions';
import { endLinks } from './set-up-link';

export interface PersonChange {
  readonly displayName?: string;
  /** Locked out: cannot sign in, and is signed in nowhere. */
  readonly disabled?: boolean;
}

export interface ChangedPerson {
  readonly id: Uuid;
  readonly organisationId: Uuid;
  /** The version that was read; the operator takes the newest. */
  readonly version?: number;
  /** Who changes it: a person, or nobody when the operator does. */
  readonly by?: Uuid;
}

/** Changes a person's name, locks them out or lets them in again. @throws HubError `not_found`, `stale_version` */
export async function changePerson(
  tx: Transaction,
  clock: Clock,
  { id, organisationId, version, by }: ChangedPerson,
  change: PersonChange,
): Promise<void> {
  const now = clock.now();
  const before = await lockPerson(tx, id, version);
  const disabledAt =
    change.disabled === undefined ? before.disabledAt : change.disabled ? (before.disabledAt ?? now) : null;
  await tx.execute(
    `UPDATE people SET display_name = coalesce($2, display_name), disabled_at = $3, updated_at = $4, version = version + 1 WHERE id = $1`,
    [id, change.displayName ?? null, disabledAt, now],
  );
  const turned = (before.disabledAt === null) !== (disabledAt === null);
  if (disabledAt !== null && turned) {
    await endAllSessions(tx, clock, { personId: id, organisationId, reason: 'locked' });
    await endLinks(tx, now, id);
  }
  const action: EvidenceAction = !turned ? 'person.changed' : disabledAt === null ? 'person.unlocked' : 'person.locked';
  await witness(tx, [
    {
      action,
      at: now,
      actorId: organisationId,
      subjectType: 'person',
      subjectId: id,
      detail: by === undefined ? {} : { by },
    },
  ]);
}

/** The person as they are, held until the end of the transaction. @throws HubError `not_found`, `stale_version` */
export async function lockPerson(
  tx: Transaction,
  id: Uuid,
  version: number | undefined,
): Promise<{ readonly disabledAt: Date | null; readonly version: number }> {
  const person = await tx.row<{ disabledAt: Date | null; version: number }>(
    `SELECT disabled_at AS "disabledAt", version FROM people WHERE id = $1 FOR UPDATE`,
    [id],
  );
  if (!person) throw notFound('person');
  if (version !== undefined && person.version !== version) throw staleVersion(person.version);
  return person;
}
