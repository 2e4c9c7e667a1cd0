import { HubError, uuidv7, type Clock, type Uuid } from '#kernel';
import { witness, type EvidenceAction } from '#evidence';
import type { Transaction } from '#platform/database';
import type { SealedPlace, Vault } from '#vault';
import { NO_PASSWORD } from '../people/password';
import { renewRecoveryCodes, useRecoveryCode } from './recovery-codes';
import { newSecret, stepOf, uriOf } from './totp';

export interface FactorTools {
  readonly tx: Transaction;
  readonly clock: Clock;
  readonly vault: Vault;
}

export interface FactorOwner {
  readonly id: Uuid;
  readonly organisationId: Uuid;
}

interface Row {
  readonly id: Uuid;
  readonly secretSealed: Buffer;
}

/** Whoever began to enrol has so long to confirm, milliseconds. */
const CONFIRMED_WITHIN = 15 * 60_000;

const placeOf = (id: Uuid): SealedPlace => ({ table: 'second_factors', id, field: 'secret' });

/** Whether the person has a second factor in use. */
export async function hasSecondFactor(tx: Transaction, personId: Uuid): Promise<boolean> {
  return (await inUse(tx, personId)) !== undefined;
}

/**
 * Takes a code of the authenticator app, or one to recover by. A code of the app is taken once: whoever looks over a
 * shoulder comes too late.
 *
 * @returns which it was; undefined when it is not right
 */
export async function takeCode(
  { tx, clock, vault }: FactorTools,
  personId: Uuid,
  code: string,
): Promise<'totp' | 'recovery' | undefined> {
  const factor = await inUse(tx, personId);
  if (!factor) return undefined;
  const now = clock.now();
  if (!/^\d{6}$/.test(code)) return (await useRecoveryCode(tx, now, personId, code)) ? 'recovery' : undefined;
  const step = stepOf(await secretOf(vault, factor), code, now);
  if (step === undefined) return undefined;
  const taken = await tx.execute(
    `UPDATE second_factors SET last_step = $2 WHERE id = $1 AND (last_step IS NULL OR last_step < $2)`,
    [factor.id, step],
  );
  return taken === 1 ? 'totp' : undefined;
}

/** Begins to enrol: a secret that counts once it is confirmed by a code. One that was begun before does not count any more. */
export async function beginSecondFactor(
  { tx, clock, vault }: FactorTools,
  owner: FactorOwner,
  label: string,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const id = uuidv7();
  const now = clock.now();
  const secret = newSecret();
  await tx.execute(
    `UPDATE second_factors SET ended_at = $2 WHERE person_id = $1 AND confirmed_at IS NULL AND ended_at IS NULL`,
    [owner.id, now],
  );
  await tx.execute(
    `INSERT INTO second_factors (id, person_id, organisation_id, secret_sealed, created_at) VALUES ($1, $2, $3, $4, $5)`,
    [id, owner.id, owner.organisationId, await vault.sealAlone(secret, placeOf(id)), now],
  );
  return { secret, uri: uriOf(secret, label) };
}

/**
 * The first code of the app: from here on a sign-in needs one. Ends the factor before.
 *
 * @returns codes to recover by, shown this once
 * @throws HubError `second_factor_refused` when the code is not right, or nothing was begun a moment ago
 */
export async function confirmSecondFactor(
  { tx, clock, vault }: FactorTools,
  owner: FactorOwner,
  code: string,
): Promise<readonly string[]> {
  const now = clock.now();
  const begun = await tx.row<Row>(
    `SELECT id, secret_sealed AS "secretSealed" FROM second_factors
     WHERE person_id = $1 AND confirmed_at IS NULL AND ended_at IS NULL AND created_at > $2 FOR UPDATE`,
    [owner.id, new Date(now.getTime() - CONFIRMED_WITHIN)],
  );
  const step = begun && stepOf(await secretOf(vault, begun), code, now);
  if (!begun || step === undefined)
    throw new HubError(
      'second_factor_refused',
      'The code is not the one of this moment. Check the clock of the device, or begin again: a secret waits 15 minutes.',
    );
  await endInUse(tx, now, owner.id);
  await tx.execute(`UPDATE second_factors SET confirmed_at = $2, last_step = $3 WHERE id = $1`, [begun.id, now, step]);
  // Whoever comes by OIDC has no password; tries of codes are counted all the same.
  await tx.execute(
    `INSERT INTO person_credentials (person_id, organisation_id, password_hash, password_set_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (person_id) DO NOTHING`,
    [owner.id, owner.organisationId, NO_PASSWORD, now],
  );
  await witnessed(tx, now, owner, 'second_factor.enrolled');
  return renewRecoveryCodes(tx, clock, owner);
}

/** Takes the second factor away, with the codes to recover by. @returns false when there was none */
export async function removeSecondFactor(
  { tx, clock }: Pick<FactorTools, 'tx' | 'clock'>,
  owner: FactorOwner,
  by: Uuid | undefined,
): Promise<boolean> {
  const now = clock.now();
  const ended = await endInUse(tx, now, owner.id);
  await tx.execute(`DELETE FROM recovery_codes WHERE person_id = $1`, [owner.id]);
  if (ended > 0) await witnessed(tx, now, owner, 'second_factor.removed', by === undefined ? {} : { by });
  return ended > 0;
}

function endInUse(tx: Transaction, now: Date, personId: Uuid): Promise<number> {
  return tx.execute(
    `UPDATE second_factors SET ended_at = $2 WHERE person_id = $1 AND confirmed_at IS NOT NULL AND ended_at IS NULL`,
    [personId, now],
  );
}

function inUse(tx: Transaction, personId: Uuid): Promise<Row | undefined> {
  return tx.row<Row>(
    `SELECT id, secret_sealed AS "secretSealed" FROM second_factors
     WHERE person_id = $1 AND confirmed_at IS NOT NULL AND ended_at IS NULL`,
    [personId],
  );
}

async function secretOf(vault: Vault, { id, secretSealed }: Row): Promise<string> {
  return String(await vault.openAlone(secretSealed, placeOf(id)));
}

async function witnessed(
  tx: Transaction,
  at: Date,
  { id, organisationId }: FactorOwner,
  action: EvidenceAction,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await witness(tx, [{ action, at, actorId: organisationId, subjectType: 'person', subjectId: id, detail }]);
}
