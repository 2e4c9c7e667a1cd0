import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OWN_ROWS, protect } from './row-level-security';

/** By whom an identity provider knows a person: issuer and subject, of which an address is no part. */
export class PersonIdentities1790000025300 implements MigrationInterface {
  name = 'PersonIdentities1790000025300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_identities (
        issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 2048),
        subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
        person_id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (organisation_id, issuer, subject),
        UNIQUE (person_id, issuer),
        FOREIGN KEY (person_id, organisation_id) REFERENCES people (id, organisation_id)
      )`);
    await protect(runner, 'person_identities', { sees: OWN_ROWS, inserts: OWN_ROWS });
    await runner.query(`GRANT SELECT, INSERT ON person_identities TO liaison_api`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE person_identities`);
  }
}
