import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** Rows that say themselves which operation they belong to. */
const BY_OPERATION = ['messages', 'recipients', 'consents', 'agenda_requests'];
/** Rows that belong to a message's operation. */
const BY_MESSAGE = ['message_events', 'routing_decisions', 'attachments', 'attachment_releases', 'release_exceptions'];

const UNLIMITED = `NULLIF(current_setting('app.operations', true), '') IS NULL`;

/** People, the roles that they hold, their sessions; and the operations that a person is held to, in every policy. */
export class People1790000024000 implements MigrationInterface {
  name = 'People1790000024000';

  async up(runner: QueryRunner): Promise<void> {
    for (const name of ['person', 'key'])
      await runner.query(`
        CREATE FUNCTION app_${name}() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
        AS $$ SELECT NULLIF(current_setting('app.${name}', true), '')::uuid $$`);

    // An address is unique within its body: that it is known to another body is nobody's business.
    await runner.query(`
      CREATE TABLE people (
        id uuid PRIMARY KEY,
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        email text NOT NULL CHECK (length(email) BETWEEN 3 AND 254 AND email = lower(email)),
        display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 100),
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        disabled_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        UNIQUE (organisation_id, email),
        UNIQUE (id, organisation_id)
      )`);
    await protect(runner, 'people', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON people TO liaison_api, liaison_worker`);
    await runner.query(
      `GRANT UPDATE (email, display_name, updated_at, disabled_at, version) ON people TO liaison_api, liaison_worker`,
    );

    await runner.query(`
      CREATE TABLE role_assignments (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        operation_id text REFERENCES operations (id),
        role text NOT NULL,
        source text NOT NULL CHECK (source IN ('local', 'oidc')),
        granted_by uuid,
        granted_at timestamptz NOT NULL,
        ends_at timestamptz,
        revoked_by uuid,
        revoked_at timestamptz,
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX role_assignments_held ON role_assignments (person_id, role, operation_id)
      NULLS NOT DISTINCT WHERE revoked_at IS NULL`);
    await protect(runner, 'role_assignments', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON role_assignments TO liaison_api, liaison_worker`);
    await runner.query(
      `GRANT UPDATE (ends_at, revoked_by, revoked_at) ON role_assignments TO liaison_api, liaison_worker`,
    );

    await runner.query(`
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
        method text NOT NULL,
        address inet,
        agent text CHECK (length(agent) <= 200),
        created_at timestamptz NOT NULL,
        proved_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await runner.query(`CREATE INDEX sessions_by_person ON sessions (person_id, created_at)`);
    await protect(runner, 'sessions', { sees: OWN_ROWS, inserts: OWN_ROWS, updates: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON sessions TO liaison_api`);
    await runner.query(`GRANT UPDATE (proved_at, seen_at, ended_at) ON sessions TO liaison_api, liaison_worker`);
    await runner.query(`GRANT SELECT, DELETE ON sessions TO liaison_worker`);

    // Asked before anything is known of the caller, by exact hash of 256 random bits; answers with the roles held now.
    await asWorker(
      runner,
      'find_session(bytea, timestamptz)',
      `CREATE FUNCTION find_session(wanted bytea, now timestamptz)
       RETURNS TABLE (id uuid, person_id uuid, organisation_id uuid, slug text, created_at timestamptz, proved_at timestamptz,
                      seen_at timestamptz, expires_at timestamptz, roles jsonb)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT s.id, s.person_id, s.organisation_id, o.slug, s.created_at, s.proved_at, s.seen_at, s.expires_at,
                    (SELECT coalesce(jsonb_agg(jsonb_build_object('role', a.role, 'operation', a.operation_id) ORDER BY a.id), '[]')
                     FROM role_assignments a
                     WHERE a.person_id = s.person_id AND a.revoked_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > now))
             FROM sessions s JOIN people p ON p.id = s.person_id JOIN organisations o ON o.id = s.organisation_id
             WHERE s.token_hash = wanted AND s.ended_at IS NULL AND s.expires_at > now AND p.disabled_at IS NULL $$`,
    );

    await this.holdToOperations(runner);
  }

  /** A person sees rows of the operations in which they hold a role that fits; a key sees its body's, as before. */
  private async holdToOperations(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION app_operations() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
      AS $$ SELECT string_to_array(NULLIF(current_setting('app.operations', true), ''), ',') $$`);
    await asWorker(
      runner,
      'message_in_operations(uuid)',
      `CREATE FUNCTION message_in_operations(wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT EXISTS (SELECT FROM messages m WHERE m.id = wanted AND m.operation_id = ANY (app_operations())) $$`,
    );
    await asWorker(
      runner,
      'evidence_in_operations(text, uuid)',
      `CREATE FUNCTION evidence_in_operations(about text, wanted uuid) RETURNS boolean
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT CASE about
               WHEN 'message' THEN message_in_operations(wanted)
               WHEN 'recipient' THEN EXISTS (SELECT FROM recipients r WHERE r.id = wanted AND r.operation_id = ANY (app_operations()))
               WHEN 'consent' THEN EXISTS (SELECT FROM consents c WHERE c.id = wanted AND c.operation_id = ANY (app_operations()))
               WHEN 'exception' THEN EXISTS (SELECT FROM release_exceptions e WHERE e.id = wanted AND message_in_operations(e.message_id))
               ELSE true END $$`,
    );
    for (const table of BY_OPERATION)
      await restrict(runner, table, 'ALL', `${UNLIMITED} OR operation_id = ANY (app_operations())`);
    for (const table of BY_MESSAGE)
      await restrict(runner, table, 'ALL', `${UNLIMITED} OR message_in_operations(message_id)`);
    await restrict(
      runner,
      'evidence_entries',
      'SELECT',
      `${UNLIMITED} OR evidence_in_operations(subject_type, subject_id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...BY_OPERATION, ...BY_MESSAGE, 'evidence_entries'])
      await runner.query(`DROP POLICY api_operations ON ${table}`);
    await runner.query(`DROP FUNCTION evidence_in_operations(text, uuid)`);
    await runner.query(`DROP FUNCTION message_in_operations(uuid)`);
    await runner.query(`DROP FUNCTION app_operations()`);
    await runner.query(`DROP FUNCTION find_session(bytea, timestamptz)`);
    await runner.query(`DROP TABLE sessions, role_assignments, people`);
    await runner.query(`DROP FUNCTION app_person()`);
    await runner.query(`DROP FUNCTION app_key()`);
  }
}

async function restrict(
  runner: QueryRunner,
  table: string,
  action: 'ALL' | 'SELECT',
  predicate: string,
): Promise<void> {
  await runner.query(
    `CREATE POLICY api_operations ON ${table} AS RESTRICTIVE FOR ${action} TO liaison_api USING (${predicate})`,
  );
}

/** A function that sees all bodies' rows, for the API to ask one question each. */
async function asWorker(runner: QueryRunner, signature: string, statement: string): Promise<void> {
  await runner.query(statement);
  await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
  await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
  await runner.query(`ALTER FUNCTION ${signature} OWNER TO liaison_worker`);
  await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
  await runner.query(`REVOKE EXECUTE ON FUNCTION ${signature} FROM PUBLIC`);
  await runner.query(`GRANT EXECUTE ON FUNCTION ${signature} TO liaison_api`);
}
