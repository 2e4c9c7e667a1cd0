import { witness } from '#evidence';
import { HubError, type Clock, type Uuid } from '#kernel';
import type { Database, Transaction } from '#platform/database';
import { placeOf, type RoleMapping } from '../domain/role-claims';
import { addressOf, createPerson } from '../people/create-person';
import { syncClaimedRoles } from '../people/roles.store';
import { openSession, type OpenedSession } from '../sessions/open-session';

export interface OidcClaims {
  readonly iss: string;
  readonly sub: string;
  readonly [claim: string]: unknown;
}

export interface OidcRules {
  readonly rolesClaim: string;
  readonly roles: RoleMapping;
  /** Values of `amr` that tell of a second factor. */
  readonly secondFactorAmr: readonly string[];
}

export interface OidcArrival {
  readonly claims: OidcClaims;
  readonly address: string;
  readonly agent: string;
}

/**
 * Signs in whoever an identity provider vouches for. They are known by issuer and subject; somebody new is found by their
 * verified address, or put on record. The roles that the provider gave them are those that it gives now.
 *
 * @throws HubError `sign_in_refused` when the claims do not say which body and role, or the person is locked out
 */
export async function signInByOidc(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  rules: OidcRules,
  { claims, address, agent }: OidcArrival,
): Promise<OpenedSession> {
  const place = placeOf(rules.roles, claims[rules.rolesClaim]);
  if (typeof place === 'string')
    throw refused(
      place === 'no_role'
        ? 'The identity provider names no group that has a role here. Ask a focal point of your body.'
        : 'The identity provider puts you at more bodies than one. One account works for one body.',
    );
  const [body] = await database.statement<{ id: Uuid }>('SELECT id FROM organisations WHERE slug = $1', [
    place.organisation,
  ]);
  if (!body) throw refused('The body that your group stands for is not on record.');
  const { email, email_verified: verified, name, amr } = claims;
  if (typeof email !== 'string' || verified !== true)
    throw refused('The identity provider does not vouch for an address of yours (email, email_verified).');

  const organisationId = body.id;
  const opened = await database.transaction({ kind: 'body', organisationId }, async (tx) => {
    const person = await findOrCreate(
      tx,
      clock,
      organisationId,
      claims,
      email,
      typeof name === 'string' && name !== '' ? name : email,
    );
    if (person.disabled) {
      await witness(tx, [
        {
          action: 'person.sign_in_refused',
          at: clock.now(),
          actorId: organisationId,
          subjectType: 'person',
          subjectId: person.id,
          detail: { reason: 'not_open', method: 'oidc' },
        },
      ]);
      return undefined;
    }
    await syncClaimedRoles(tx, clock, { personId: person.id, organisationId }, place.roles);
    const secondFactor = Array.isArray(amr) && amr.some((one) => rules.secondFactorAmr.includes(String(one)));
    return openSession(tx, clock, {
      personId: person.id,
      organisationId,
      method: 'oidc',
      secondFactor,
      address,
      agent,
    });
  });
  if (!opened) throw refused('Your account is locked. Ask a focal point of your body.');
  return opened;
}

async function findOrCreate(
  tx: Transaction,
  clock: Clock,
  organisationId: Uuid,
  { iss, sub }: OidcClaims,
  email: string,
  displayName: string,
): Promise<{ readonly id: Uuid; readonly disabled: boolean }> {
  const known = await tx.row<{ id: Uuid; disabled: boolean }>(
    `SELECT p.id, p.disabled_at IS NOT NULL AS disabled
     FROM person_identities i JOIN people p ON p.id = i.person_id WHERE i.issuer = $1 AND i.subject = $2`,
    [iss, sub],
  );
  if (known) return known;
  const sameAddress = await tx.row<{ id: Uuid; disabled: boolean }>(
    `SELECT p.id, p.disabled_at IS NOT NULL AS disabled FROM people p
     WHERE p.email = $1 AND NOT EXISTS (SELECT FROM person_identities i WHERE i.person_id = p.id AND i.issuer = $2)`,
    [addressOf(email), iss],
  );
  const person =
    sameAddress ??
    ({
      id: await createPerson(tx, clock, { organisationId, email, displayName: displayName.slice(0, 100), roles: [] }),
      disabled: false,
    } as const);
  await tx.execute(
    `INSERT INTO person_identities (issuer, subject, person_id, organisation_id, created_at) VALUES ($1, $2, $3, $4, $5)`,
    [iss, sub, person.id, organisationId, clock.now()],
  );
  return person;
}

function refused(why: string): HubError {
  return new HubError('sign_in_refused', why);
}
