import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lets a draft be submitted in place: PostgreSQL writes the new version beside the old one and touches no index, as long as
 * no column that an index looks at changes. Hence the lists look at `listed_as`, which is the same of a draft and of what is
 * submitted; and the record that is made of a message's own words on consent has the message's id, so that nothing has to
 * be written into the message for it to be found.
 */
export class MovesInPlace1790000038000 implements MigrationInterface {
  name = 'MovesInPlace1790000038000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages ADD COLUMN listed_as text NOT NULL
      GENERATED ALWAYS AS (CASE WHEN state IN ('draft', 'submitted') THEN 'unrouted' ELSE state END) STORED`);
    await runner.query(`DROP INDEX messages_unrouted, messages_by_superseded`);
    await runner.query(`
      CREATE INDEX messages_unrouted ON messages (sender_id, operation_id, listed_as, id DESC) WHERE listed_as <> 'routed'`);
    await runner.query(`
      CREATE UNIQUE INDEX messages_by_superseded ON messages (supersedes)
      WHERE supersedes IS NOT NULL AND listed_as <> 'entered_in_error'`);

    // Who received a case that goes onward is bound by what its sender has on record, whichever way it came there.
    await runner.query(ONWARD_CONSENTS('c.id = coalesce(o.consent_id, o.id) AND c.organisation_id = o.sender_id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE messages m SET consent_id = m.id FROM consents c
      WHERE c.id = m.id AND c.organisation_id = m.sender_id AND m.consent_id IS NULL`);
    await runner.query(ONWARD_CONSENTS('c.id = o.consent_id'));
    await runner.query(`DROP INDEX messages_unrouted, messages_by_superseded`);
    await runner.query(`ALTER TABLE messages DROP COLUMN listed_as`);
    await runner.query(`
      CREATE INDEX messages_unrouted ON messages (sender_id, operation_id, state, id DESC) WHERE state <> 'routed'`);
    await runner.query(`
      CREATE UNIQUE INDEX messages_by_superseded ON messages (supersedes)
      WHERE supersedes IS NOT NULL AND state <> 'entered_in_error'`);
  }
}

const ONWARD_CONSENTS = (record: string): string => `
      CREATE OR REPLACE FUNCTION onward_consents(wanted uuid[])
      RETURNS TABLE (message_id uuid, state text, given text, given_on text, expires_on text, grants jsonb)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
      AS $$
        WITH RECURSIVE chain AS (
          SELECT m.id AS message_id, m.onward_of AS origin, m.sender_id AS holder FROM messages m
          WHERE m.id = ANY (wanted) AND m.onward_of IS NOT NULL
            AND (m.sender_id = app_body() OR pg_has_role(session_user, 'liaison_worker', 'member'))
          UNION
          SELECT chain.message_id, o.onward_of, o.sender_id FROM chain JOIN messages o ON o.id = chain.origin
          WHERE o.onward_of IS NOT NULL
        )
        SELECT chain.message_id, c.state, c.given, c.given_on::text, c.expires_on::text, c.grants
        FROM chain
        JOIN messages o ON o.id = chain.origin
        JOIN recipients r ON r.message_id = o.id AND r.organisation_id = chain.holder
        JOIN consents c ON ${record}
      $$`;
