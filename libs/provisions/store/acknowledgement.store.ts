import type { Uuid } from '#kernel';
import type { Transaction } from '#platform/database';

/** That a unit acknowledged one version of a provision. */
export interface AcknowledgementRow {
  readonly unit: string;
  readonly provision: string;
  readonly version: number;
  readonly organisationId: Uuid;
  readonly personId: Uuid;
  readonly acknowledgedAt: Date;
}

/** Those of an operation that the caller's body may see. */
export async function acknowledgementsOf(tx: Transaction, operationId: string): Promise<AcknowledgementRow[]> {
  return tx.rows<AcknowledgementRow>(
    `SELECT unit, provision, version, organisation_id AS "organisationId", person_id AS "personId",
            acknowledged_at AS "acknowledgedAt"
     FROM provision_acknowledgements WHERE operation_id = $1 ORDER BY unit, provision, version`,
    [operationId],
  );
}

/** Keeps one for each. One that is there already, by somebody who was faster, stays as it is. */
export async function insertAcknowledgements(
  tx: Transaction,
  operationId: string,
  rows: readonly AcknowledgementRow[],
): Promise<void> {
  for (const row of rows)
    await tx.execute(
      `INSERT INTO provision_acknowledgements (operation_id, unit, provision, version, organisation_id, person_id, acknowledged_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
      [operationId, row.unit, row.provision, row.version, row.organisationId, row.personId, row.acknowledgedAt],
    );
}

/** Since when each version of each provision of an operation has been in force: the first rule set that holds it. */
export async function versionsSince(
  tx: Transaction,
  operationId: string,
): Promise<{ readonly id: string; readonly version: number; readonly since: Date }[]> {
  return tx.rows(
    `SELECT p ->> 'id' AS id, (p ->> 'version')::int AS version, min(r.created_at) AS since
     FROM rule_sets r CROSS JOIN jsonb_array_elements(r.definition -> 'provisions') p
     WHERE r.operation_id = $1 GROUP BY 1, 2`,
    [operationId],
  );
}
