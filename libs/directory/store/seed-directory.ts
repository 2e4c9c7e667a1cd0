import { witness } from '#evidence';
import { uuidv7, type Uuid } from '#kernel';
import type { Transaction } from '#platform/database';
import type { Operation, Provision } from '../domain/operation';

/**
 * Brings operations, bodies and rule sets of the record up to the operation files. A changed file becomes a new rule-set
 * version; messages keep the version that routed them. Safe to run again. Runs as the schema's owner.
 */
export async function seedDirectory(tx: Transaction, operations: readonly Operation[]): Promise<void> {
  for (const operation of operations) {
    for (const body of operation.bodies)
      await tx.execute(
        `INSERT INTO organisations (id, slug, name, short_name, kind) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, short_name = excluded.short_name, kind = excluded.kind`,
        [uuidv7(), body.slug, body.name, body.shortName, body.kind],
      );
    await tx.execute(
      `INSERT INTO operations (id, code, title, mission, time_zone, lead_organisation_id, rule_set_version)
       SELECT $1, $2, $3, $4, $5, id, 1 FROM organisations WHERE slug = $6
       ON CONFLICT (id) DO UPDATE SET code = excluded.code, title = excluded.title, mission = excluded.mission,
         time_zone = excluded.time_zone, lead_organisation_id = excluded.lead_organisation_id`,
      [operation.id, operation.code, operation.title, operation.mission, operation.timeZone, operation.leadAgency.body],
    );
    await tx.execute(`DELETE FROM operation_bodies WHERE operation_id = $1`, [operation.id]);
    await tx.execute(
      `INSERT INTO operation_bodies (operation_id, organisation_id) SELECT $1, id FROM organisations WHERE slug = ANY($2)`,
      [operation.id, operation.bodies.map(({ slug }) => slug)],
    );
    await refuseSilentChanges(tx, operation);
    await tx.execute(
      `INSERT INTO rule_sets (operation_id, version, digest, definition)
       SELECT $1, coalesce(max(version), 0) + 1, $2, $3 FROM rule_sets WHERE operation_id = $1
       ON CONFLICT (operation_id, digest) DO NOTHING`,
      [operation.id, operation.digest, JSON.stringify(operation)],
    );
    const moved = await tx.row<RulesMoved>(
      `UPDATE operations SET rule_set_version = r.version FROM rule_sets r, operations was
       WHERE operations.id = $1 AND was.id = $1 AND r.operation_id = $1 AND r.digest = $2
       RETURNING was.rule_set_version AS was, r.version, now() AS at`,
      [operation.id, operation.digest],
    );
    if (moved && moved.was !== moved.version) await witnessRules(tx, operation, moved);
  }
}

/**
 * Who acknowledged a provision acknowledged its words: other words are another version.
 *
 * @throws Error that names the provision
 */
async function refuseSilentChanges(tx: Transaction, { id, provisions }: Operation): Promise<void> {
  const before = await tx.rows<Pick<Provision, 'id' | 'version' | 'text'>>(
    `SELECT DISTINCT p ->> 'id' AS id, (p ->> 'version')::int AS version, p ->> 'text' AS text
     FROM rule_sets r CROSS JOIN jsonb_array_elements(r.definition -> 'provisions') p WHERE r.operation_id = $1`,
    [id],
  );
  const changed = provisions.find((provision) =>
    before.some((one) => one.id === provision.id && one.version === provision.version && one.text !== provision.text),
  );
  if (changed)
    throw new Error(
      `Provision ${changed.id} of ${id} says other words than before under version ${changed.version}. Raise its version, so that units are asked again.`,
    );
}

interface RulesMoved {
  readonly was: number;
  readonly version: number;
  readonly at: Date;
}

/** Other rules than before are evidence of every body of the operation: what they release and to whom rests on them. */
async function witnessRules(
  tx: Transaction,
  { id, digest }: Operation,
  { was, version, at }: RulesMoved,
): Promise<void> {
  const bodies = await tx.rows<{ id: Uuid }>(
    `SELECT organisation_id AS id FROM operation_bodies WHERE operation_id = $1 ORDER BY organisation_id`,
    [id],
  );
  // Evidence is nobody's to write but the hub's own roles', the owner of the schema included.
  await tx.execute('SET LOCAL ROLE liaison_worker', []);
  await witness(
    tx,
    bodies.map((body) => ({
      action: 'rules.changed',
      at,
      subjectType: 'organisation',
      subjectId: body.id,
      organisationId: body.id,
      detail: { operation: id, version, was, digest, by: 'operator' },
    })),
  );
  await tx.execute('RESET ROLE', []);
}
