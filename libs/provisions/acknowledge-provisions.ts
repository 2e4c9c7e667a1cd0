import { invalidInput, notFound } from '#kernel';
import type { Operation } from '#directory';
import { witness } from '#evidence';
import { mayActIn, personOf } from '#identity';
import type { ReferralTools } from '#referrals';
import { ownOperation } from '#routing';
import { provisionMatrix, type ProvisionMatrix } from './provisions-in-force';
import { acknowledgementsOf, insertAcknowledgements } from './store/acknowledgement.store';

type ProvisionTools = Pick<ReferralTools, 'tx' | 'clock' | 'directory' | 'caller'>;

export interface AcknowledgementGiven {
  readonly operation: string;
  readonly unit: string;
  /** What the commander read, each in the version that they read. */
  readonly provisions: readonly { readonly id: string; readonly version: number }[];
}

/**
 * The provisions in force, and how units stand: all units to headquarters, to every other body its own.
 *
 * @throws HubError `operation_unknown`; `not_found` to whoever is held to other operations
 */
export async function readProvisionMatrix(tools: ProvisionTools, id: string): Promise<ProvisionMatrix> {
  return matrixFor(tools, await actedIn(tools, id));
}

/**
 * A commander acknowledges provisions for a unit of their body, in the versions that are in force. One that was acknowledged
 * before stays as it was.
 *
 * @throws HubError `forbidden` to a key; `operation_unknown`; `invalid_input`: `unit_unknown`, `provision_unknown`,
 *   `not_in_force` where another version is
 */
export async function acknowledgeProvisions(
  tools: ProvisionTools,
  { operation: id, unit, provisions }: AcknowledgementGiven,
): Promise<ProvisionMatrix> {
  const { tx, clock, caller } = tools;
  const { organisationId, slug } = caller;
  const person = personOf(caller, 'Provisions are acknowledged by a person who signed in.');
  const operation = await actedIn(tools, id);
  requireOwnUnit(operation, unit, slug);
  requireInForce(operation, provisions);
  const at = clock.now();
  const before = (await acknowledgementsOf(tx, id)).filter((one) => one.unit === unit);
  const fresh = provisions.filter(
    (given) => !before.some((one) => one.provision === given.id && one.version === given.version),
  );
  await insertAcknowledgements(
    tx,
    id,
    fresh.map(({ id: provision, version }) => {
      return { unit, provision, version, organisationId, personId: person.id, acknowledgedAt: at };
    }),
  );
  if (fresh.length > 0)
    await witness(tx, [
      {
        ...{ action: 'provision.acknowledged', at, actorId: organisationId, organisationId },
        ...{ subjectType: 'organisation', subjectId: organisationId },
        detail: {
          ...{ operation: id, unit, person: person.id },
          provisions: fresh.map((one) => `${one.id} v${one.version}`),
        },
      },
    ]);
  return matrixFor(tools, operation);
}

function matrixFor(tools: ProvisionTools, { id, bodies }: Operation): Promise<ProvisionMatrix> {
  const { slug } = tools.caller;
  const all = bodies.some((body) => body.slug === slug && body.kind === 'mission-hq');
  return provisionMatrix(tools, id, tools.clock.now(), { slug, all });
}

async function actedIn({ directory, caller }: ProvisionTools, id: string): Promise<Operation> {
  const { operation } = await ownOperation(directory, caller.slug, id);
  if (!mayActIn(caller, id)) throw notFound('operation');
  return operation;
}

function requireOwnUnit({ units = [] }: Operation, unit: string, body: string): void {
  const own = units.filter((one) => one.body === body).map((one) => one.id);
  if (own.includes(unit)) return;
  const message = `is no unit of your body. ${own.length > 0 ? `Yours: ${own.join(', ')}` : 'It has none in this operation'}`;
  throw invalidInput([{ pointer: '/unit', code: 'unit_unknown', message }]);
}

function requireInForce({ provisions }: Operation, given: AcknowledgementGiven['provisions']): void {
  const problems = given.flatMap(({ id, version }, index) => {
    const pointer = `/provisions/${index}`;
    const found = provisions.find((one) => one.id === id);
    if (!found)
      return [{ pointer: `${pointer}/id`, code: 'provision_unknown', message: 'is no provision of this operation' }];
    if (found.version === version) return [];
    const message = `version ${found.version} of ${id} is in force: read it, and acknowledge that one`;
    return [{ pointer: `${pointer}/version`, code: 'not_in_force', message }];
  });
  if (problems.length > 0) throw invalidInput(problems);
}
