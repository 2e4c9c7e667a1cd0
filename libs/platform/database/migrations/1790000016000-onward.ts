import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Referrals that a body refers onward: which message they come from, and the consent that still stands behind them. */
export class Onward1790000016000 implements MigrationInterface {
  name = 'Onward1790000016000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE messages ADD COLUMN onward_of uuid REFERENCES messages (id)`);
    await runner.query(`CREATE INDEX messages_by_origin ON messages (onward_of) WHERE onward_of IS NOT NULL`);
    await runner.query(`CREATE INDEX messages_by_reply ON messages (in_reply_to) WHERE in_reply_to IS NOT NULL`);

    // Who refers a case onward does not see the record that it rests on, and is bound by it all the same: of its own
    // onward referral the API may ask what the person agreed to, in codes, and only where it really received the case.
    await runner.query(`
      CREATE FUNCTION onward_consents(wanted uuid[])
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
        JOIN consents c ON c.id = o.consent_id
      $$`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION onward_consents(uuid[]) OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION onward_consents(uuid[]) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION onward_consents(uuid[]) TO liaison_api`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION onward_consents(uuid[])`);
    await runner.query(`DROP INDEX messages_by_reply`);
    await runner.query(`ALTER TABLE messages DROP COLUMN onward_of`);
  }
}
