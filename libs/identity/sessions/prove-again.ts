import { witness } from '#evidence';
import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database } from '#platform/database';
import type { Vault } from '#vault';
import type { SignedInPerson } from '../caller';
import { isPassword } from '../people/password';
import { hasSecondFactor, takeCode } from '../second-factor/second-factor';
import { markSecondFactor } from './open-session';
import { forgetTries, giveTryBack, takeTryOf } from './tries';

export interface ProveTools {
  readonly database: Database;
  readonly clock: Clock;
  readonly vault: Vault;
}

/** What a person shows again within a session. */
export interface Proof {
  readonly password?: string;
  readonly code?: string;
}

/**
 * A person who is signed in proves again who they are: by a code of their second factor or, as long as they have none,
 * by their password. Tries count like those of a sign-in.
 *
 * @throws HubError `second_factor_required`, `second_factor_refused` or `sign_in_refused`
 */
export async function proveAgain(
  { database, clock, vault }: ProveTools,
  { id, sessionId }: Pick<SignedInPerson, 'id' | 'sessionId'>,
  organisationId: Uuid,
  { password, code }: Proof,
): Promise<void> {
  const context = { kind: 'body', organisationId, person: id } as const;
  const [enrolled, passwordHash] = await database.transaction(context, async (tx) => [
    await hasSecondFactor(tx, id),
    await takeTryOf(tx, clock, id),
  ]);
  if (enrolled && code === undefined) {
    await database.transaction(context, (tx) => giveTryBack(tx, id));
    throw new HubError('second_factor_required', 'Send the code of your authenticator app, or a recovery code.');
  }
  const right = enrolled || (await isPassword(password ?? '', passwordHash));
  const proved = await database.transaction(context, async (tx) => {
    const now = clock.now();
    const by = enrolled
      ? passwordHash !== undefined && (await takeCode({ tx, clock, vault }, id, code ?? ''))
      : right && 'password';
    const about = { at: now, actorId: organisationId, subjectType: 'person', subjectId: id } as const;
    if (by === false || by === undefined) {
      await witness(tx, [
        {
          ...about,
          action: 'person.sign_in_refused',
          detail: { reason: enrolled ? 'second_factor' : 'password', session: sessionId },
        },
      ]);
      return false;
    }
    if (enrolled) await markSecondFactor(tx, clock, sessionId);
    else await tx.execute(`UPDATE sessions SET proved_at = $2 WHERE id = $1`, [sessionId, now]);
    await forgetTries(tx, id);
    await witness(tx, [{ ...about, action: 'person.proved_again', detail: { session: sessionId, by } }]);
    return true;
  });
  if (!proved)
    throw new HubError(
      enrolled ? 'second_factor_refused' : 'sign_in_refused',
      'That is not right, or too many tries failed. A code of the app is taken once: wait for the next one.',
    );
}
