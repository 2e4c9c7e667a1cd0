import type { MigrationInterface, QueryRunner } from 'typeorm';
import { workerFunction } from './worker-function';

/**
 * Who reported an allegation, for the authority once they agreed; the victim's referral, for as long as a consent allows it; and
 * how many allegations there are, for the senior coordinator.
 */
export class AllegationRelease1790000046100 implements MigrationInterface {
  name = 'AllegationRelease1790000046100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accountability_cases ADD COLUMN victim_id uuid REFERENCES messages (id), ADD COLUMN reporter_sealed bytea,
        ADD COLUMN reporter_released_at timestamptz, ADD COLUMN reporter_released_by uuid,
        ADD CHECK ((reporter_released_at IS NULL) = (reporter_released_by IS NULL))`);
    await runner.query(`
      GRANT UPDATE (victim_id, reporter_sealed, reporter_released_at, reporter_released_by) ON accountability_cases TO liaison_api`);
    await runner.query(`
      CREATE FUNCTION guard_allegation_release() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (OLD.victim_id, OLD.reporter_sealed, OLD.reporter_released_at, OLD.reporter_released_by) IS DISTINCT FROM
             (NEW.victim_id, NEW.reporter_sealed, NEW.reporter_released_at, NEW.reporter_released_by)
          AND (OLD.sender_id <> app_body()
            OR OLD.reporter_released_at IS NOT NULL
            OR NEW.reporter_released_by IS DISTINCT FROM OLD.reporter_released_by
              AND NEW.reporter_released_by IS DISTINCT FROM app_person()
            OR NEW.victim_id IS DISTINCT FROM OLD.victim_id AND NOT EXISTS (
              SELECT FROM messages m WHERE m.id = NEW.message_id AND m.state = 'draft'))
        THEN RAISE EXCEPTION 'who reported it, and whom it is about, is the sender''s to release, once'
          USING ERRCODE = 'insufficient_privilege'; END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER guard_release BEFORE UPDATE ON accountability_cases FOR EACH ROW WHEN (app_body() IS NOT NULL)
      EXECUTE FUNCTION guard_allegation_release()`);
    // Codes of the consent and a reference, for who knows of the allegation: whether it holds is asked at every look.
    await workerFunction(
      runner,
      'allegation_victim(uuid)',
      `CREATE FUNCTION allegation_victim(wanted uuid)
       RETURNS TABLE (reference text, state text, given text, given_on date, expires_on date, grants jsonb)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT m.reference, c.state, c.given, c.given_on, c.expires_on, c.grants
             FROM accountability_cases a JOIN messages m ON m.id = a.victim_id
             JOIN consents c ON c.id = coalesce(m.consent_id, m.id) AND c.organisation_id = m.sender_id
             WHERE a.message_id = wanted AND knows_of_allegation(wanted) AND m.state = 'routed' $$`,
    );
    // Exact, for what is to be suppressed: for a person who is the senior coordinator of the operation, and for workers.
    await workerFunction(
      runner,
      'count_allegations(date, date)',
      `CREATE FUNCTION count_allegations(first_day date, last_day date)
       RETURNS TABLE (operation text, status text, count integer)
       LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
       AS $$ SELECT c.operation_id, coalesce(c.status, 'sent'), count(*)::int
             FROM accountability_cases c JOIN messages m ON m.id = c.message_id JOIN operations o ON o.id = c.operation_id
             WHERE m.message_status = 'actual' AND m.sent_at >= first_day::timestamp AT TIME ZONE o.time_zone
               AND m.sent_at < (last_day + 1)::timestamp AT TIME ZONE o.time_zone
               AND (app_body() IS NULL OR EXISTS (
                 SELECT FROM role_assignments a WHERE a.person_id = app_person() AND a.organisation_id = app_body()
                   AND a.role = 'senior-coordinator' AND a.revoked_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > now())
                   AND (a.operation_id IS NULL OR a.operation_id = c.operation_id)))
             GROUP BY 1, 2 ORDER BY 1, 2 $$`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION count_allegations(date, date)`);
    await runner.query(`DROP FUNCTION allegation_victim(uuid)`);
    await runner.query(`DROP TRIGGER guard_release ON accountability_cases`);
    await runner.query(`DROP FUNCTION guard_allegation_release()`);
    await runner.query(`
      ALTER TABLE accountability_cases DROP COLUMN victim_id, DROP COLUMN reporter_sealed, DROP COLUMN reporter_released_at,
        DROP COLUMN reporter_released_by`);
  }
}
