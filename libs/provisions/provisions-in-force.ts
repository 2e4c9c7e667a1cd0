import type { Directory, Operation, Provision } from '#directory';
import type { Transaction } from '#platform/database';
import { acknowledgeBy, stateOf, type AcknowledgementState } from './domain/acknowledgement-state';
import { acknowledgementsOf, versionsSince, type AcknowledgementRow } from './store/acknowledgement.store';

/** A provision of an operation in the version that holds now. */
export interface ProvisionInForce extends Pick<Provision, 'id' | 'version' | 'effect' | 'text'> {
  /** Where it comes from: document and section. */
  readonly source: string;
  readonly since: Date;
  /** Until when every unit is to have acknowledged this version. */
  readonly dueAt: Date;
}

/** How one unit stands to one provision. */
export interface UnitAcknowledgement {
  readonly provision: string;
  readonly version: number;
  readonly state: AcknowledgementState;
  readonly acknowledgedAt: Date | null;
  /** The latest version that the unit acknowledged; null: none. */
  readonly lastVersion: number | null;
}

/** One row of the matrix unit × provision. */
export interface UnitRow {
  readonly unit: string;
  readonly name: string;
  readonly organisation: string;
  /** Whether somebody of the reader's body may acknowledge for it. */
  readonly own: boolean;
  readonly provisions: readonly UnitAcknowledgement[];
}

export interface ProvisionMatrix {
  readonly operation: string;
  readonly provisions: readonly ProvisionInForce[];
  readonly units: readonly UnitRow[];
}

interface MatrixTools {
  readonly tx: Transaction;
  readonly directory: Directory;
}

/** Whose units are shown, to whom. */
interface MatrixReader {
  /** The reader's body; absent: nobody's, a worker. */
  readonly slug?: string;
  readonly all: boolean;
}

/**
 * The provisions in force in an operation, and how each unit stands to them, as far as the transaction's body may see.
 *
 * @throws HubError `operation_unknown`
 */
export async function provisionMatrix(
  { tx, directory }: MatrixTools,
  id: string,
  now: Date,
  reader: MatrixReader = { all: true },
): Promise<ProvisionMatrix> {
  const { operation } = await directory.operation(id);
  const since = await versionsSince(tx, id);
  const acknowledged = await acknowledgementsOf(tx, id);
  const provisions = operation.provisions.map((provision) => {
    const from = since.find((one) => one.id === provision.id && one.version === provision.version)?.since ?? now;
    return inForce(operation, provision, from);
  });
  const units = (operation.units ?? [])
    .filter(({ body }) => reader.all || body === reader.slug)
    .map(({ id: unit, name, body }) => {
      const ofUnit = acknowledged.filter((one) => one.unit === unit);
      return {
        ...{ unit, name, organisation: body, own: body === reader.slug },
        provisions: provisions.map((one) => standing(one, ofUnit, now)),
      };
    });
  return { operation: id, provisions, units };
}

function inForce(operation: Operation, provision: Provision, since: Date): ProvisionInForce {
  const { id, version, effect, text, source } = provision;
  return {
    ...{ id, version, effect, text, since },
    source: `${source.document}: ${source.section}`,
    dueAt: acknowledgeBy(since, operation.provisionDays),
  };
}

function standing(
  { id, version, dueAt }: ProvisionInForce,
  ofUnit: readonly AcknowledgementRow[],
  now: Date,
): UnitAcknowledgement {
  const versions = ofUnit.filter(({ provision }) => provision === id);
  const acknowledgedAt = versions.find((one) => one.version === version)?.acknowledgedAt ?? null;
  return {
    ...{ provision: id, version, acknowledgedAt },
    state: stateOf(acknowledgedAt, dueAt, now),
    lastVersion: versions.length === 0 ? null : Math.max(...versions.map((one) => one.version)),
  };
}
