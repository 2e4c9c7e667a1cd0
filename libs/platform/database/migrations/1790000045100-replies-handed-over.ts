import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a meeting, or a series, of which the body is the secretary, and a body that was invited to it. */
const OF_SECRETARY = `CASE WHEN meeting_id IS NULL
    THEN EXISTS (SELECT FROM meeting_series s WHERE s.id = series_id AND s.secretary_id = app_body() AND organisation_id = ANY (s.body_ids))
    ELSE EXISTS (SELECT FROM meetings m WHERE m.id = meeting_id AND m.secretary_id = app_body() AND organisation_id = ANY (m.body_ids)) END`;

/**
 * Calendar programs send replies to the ORGANIZER, which is the secretary: it hands them over for the bodies that replied. What
 * it writes so is marked as a calendar's; it answers for nobody otherwise.
 */
export class RepliesHandedOver1790000045100 implements MigrationInterface {
  name = 'RepliesHandedOver1790000045100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY api_inserts_of_secretary ON meeting_answers FOR INSERT TO liaison_api WITH CHECK (via = 'calendar' AND ${OF_SECRETARY})`);
    await runner.query(`
      CREATE POLICY api_updates_of_secretary ON meeting_answers FOR UPDATE TO liaison_api
      USING (${OF_SECRETARY}) WITH CHECK (via = 'calendar' AND ${OF_SECRETARY})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY api_updates_of_secretary ON meeting_answers`);
    await runner.query(`DROP POLICY api_inserts_of_secretary ON meeting_answers`);
  }
}
