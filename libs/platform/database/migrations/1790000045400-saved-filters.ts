import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** What a person wants a list to show, kept under a name: codes and slugs, as they stand in the page's address. */
export class SavedFilters1790000045400 implements MigrationInterface {
  name = 'SavedFilters1790000045400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE saved_filters (
        id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        page text NOT NULL,
        name text NOT NULL,
        search jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        UNIQUE (person_id, page, name),
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await protect(runner, 'saved_filters', { sees: OWN_ROWS, inserts: OWN_ROWS, deletes: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT, DELETE ON saved_filters TO liaison_api`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE saved_filters`);
  }
}
