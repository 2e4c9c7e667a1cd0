import { witness } from '#evidence';
import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import type { Vault } from '#vault';
import { LOCKED_FOR, MOST_TRIES } from '../domain/lockout';
import { addressOf } from '../people/create-person';
import { isPassword } from '../people/password';
import { hasSecondFactor, takeCode } from '../second-factor/second-factor';
import { endSession } from './end-session';
import type { Session } from './find-session';
import { openSession, type OpenedSession } from './open-session';
import { countAddress, forgetTries, giveTryBack, takeTryOf } from './tries';

export interface SignInTools {
  readonly database: Database;
  readonly clock: Clock;
  readonly vault: Vault;
}

export interface SignInAttempt {
  /** Short name of the body. */
  readonly organisation: string;
  readonly email: string;
  readonly password: string;
  /** Of the authenticator app, or to recover by; of people with a second factor. */
  readonly code?: string;
  readonly address: string;
  readonly agent: string;
  /** The session that came with the attempt: it ends when another one begins. */
  readonly replaces?: Session;
}

interface Found {
  readonly organisationId: Uuid;
  readonly personId: Uuid | undefined;
  /** Absent when the person has none, does not act any more, or failed too often. */
  readonly passwordHash: string | undefined;
}

/**
 * Signs a person in with a password, and a second factor when they have one. Unless the password is right the answer is the
 * same, and takes as long: nobody learns who has an account, or that one is locked.
 *
 * @throws HubError `sign_in_refused`, `second_factor_required`, `second_factor_refused` or `too_many_requests`
 */
export async function signIn(tools: SignInTools, attempt: SignInAttempt): Promise<OpenedSession> {
  const { database, clock } = tools;
  await countAddress(tools, attempt.address);
  const found = await takeTry(tools, attempt);
  const right = await isPassword(attempt.password, found?.passwordHash);
  if (!right || !found?.personId) {
    if (found) await inBody(database, found.organisationId, (tx) => witnessRefusal(tx, clock, found));
    throw new HubError(
      'sign_in_refused',
      `Body, address or password are not right, or too many tries failed. After ${MOST_TRIES} that failed, wait ${LOCKED_FOR / 60_000} minutes.`,
    );
  }
  const { personId, organisationId } = found;
  const outcome = await inBody(database, organisationId, (tx) =>
    open({ ...tools, tx }, attempt, { ...found, personId }),
  );
  if (outcome === 'code_required')
    throw new HubError(
      'second_factor_required',
      'Send the code of your authenticator app as well, or a recovery code.',
    );
  if (outcome === 'code_refused')
    throw new HubError(
      'second_factor_refused',
      'The code is not right. One of the app is taken once: wait for the next. A recovery code opens once.',
    );
  const { replaces } = attempt;
  if (replaces)
    await inBody(database, replaces.organisationId, (tx) => endSession(tx, clock, { ...replaces, reason: 'replaced' }));
  return outcome;
}

async function takeTry({ database, clock }: SignInTools, attempt: SignInAttempt): Promise<Found | undefined> {
  const [body] = await database.statement<{ id: Uuid }>('SELECT id FROM organisations WHERE slug = $1', [
    attempt.organisation,
  ]);
  if (!body) return undefined;
  return inBody(database, body.id, async (tx) => {
    const person = await tx.row<{ id: Uuid; acts: boolean }>(
      `SELECT id, disabled_at IS NULL AS acts FROM people WHERE email = $1`,
      [addressOf(attempt.email)],
    );
    const passwordHash = person?.acts === true ? await takeTryOf(tx, clock, person.id) : undefined;
    return { organisationId: body.id, personId: person?.id, passwordHash };
  });
}

/** What follows on the right password. What is refused here is kept too, so that it is told and not thrown. */
async function open(
  { tx, clock, vault }: SignInTools & { readonly tx: Transaction },
  { code, address, agent }: SignInAttempt,
  { personId, organisationId, passwordHash }: Found & { readonly personId: Uuid },
): Promise<OpenedSession | 'code_required' | 'code_refused'> {
  const enrolled = await hasSecondFactor(tx, personId);
  if (enrolled && code === undefined) {
    // The right password is no guess; what it gives back cannot be used to guess codes.
    await giveTryBack(tx, personId);
    return 'code_required';
  }
  if (enrolled && (await takeCode({ tx, clock, vault }, personId, code ?? '')) === undefined) {
    await witnessRefusal(tx, clock, { personId, organisationId, passwordHash }, 'second_factor');
    return 'code_refused';
  }
  await forgetTries(tx, personId);
  return openSession(tx, clock, {
    personId,
    organisationId,
    method: 'password',
    secondFactor: enrolled,
    address,
    agent,
  });
}

/** Of nobody's account the body is the subject: it sees that somebody knocks. */
async function witnessRefusal(
  tx: Transaction,
  clock: Clock,
  { organisationId, personId, passwordHash }: Found,
  what: 'password' | 'second_factor' = 'password',
): Promise<void> {
  const reason = personId === undefined ? 'unknown' : passwordHash === undefined ? 'not_open' : what;
  await witness(tx, [
    {
      action: 'person.sign_in_refused',
      at: clock.now(),
      actorId: organisationId,
      subjectType: personId === undefined ? 'organisation' : 'person',
      subjectId: personId ?? organisationId,
      detail: { reason },
    },
  ]);
}

function inBody<T>(database: Database, organisationId: Uuid, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database.transaction({ kind: 'body', organisationId }, work);
}
