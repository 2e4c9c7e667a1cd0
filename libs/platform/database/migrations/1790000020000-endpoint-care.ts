import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATES = ['active', 'paused', 'disabled', 'deleted'];
const KINDS = ['routed', 'reminder', 'notice', 'decision_reminder', 'progress_reminder', 'unacknowledged', 'undecided'];
const ENDPOINT_KINDS = ['endpoint_disabled', 'endpoint_failing'];

/**
 * Whoever registers an endpoint shows that it is its own before anything is sent there, and people are written to when the
 * hub gives an endpoint up or is about to.
 */
export class EndpointCare1790000020000 implements MigrationInterface {
  name = 'EndpointCare1790000020000';

  async up(runner: QueryRunner): Promise<void> {
    // What is registered already stays as it is: in use, and not verified.
    await runner.query(`
      ALTER TABLE webhook_endpoints
        ADD verified_at timestamptz,
        ADD paused_once_verified boolean NOT NULL DEFAULT false,
        ADD verification_tries integer NOT NULL DEFAULT 0 CHECK (verification_tries >= 0),
        ADD verification_tries_since timestamptz,
        ADD failure_warned boolean NOT NULL DEFAULT false`);
    await runner.query(`ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_state_check`);
    await runner.query(`
      ALTER TABLE webhook_endpoints
        ADD CONSTRAINT webhook_endpoints_state_check CHECK (state IN (${quoted([...STATES, 'unverified'])})),
        ADD CONSTRAINT webhook_endpoints_verified_check CHECK (state <> 'unverified' OR verified_at IS NULL)`);

    // A partner looks through what was sent to one endpoint, the newest first.
    await runner.query(`CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint_id, id)`);

    await runner.query(`
      ALTER TABLE mails ALTER message_id DROP NOT NULL,
        ADD endpoint_id uuid REFERENCES webhook_endpoints (id),
        ADD operation_id text REFERENCES operations (id),
        DROP CONSTRAINT mails_kind_check, DROP CONSTRAINT mails_notice_check`);
    await runner.query(`
      ALTER TABLE mails
        ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted([...KINDS, ...ENDPOINT_KINDS])})),
        ADD CONSTRAINT mails_notice_check
          CHECK ((kind IN (${quoted(['notice', ...ENDPOINT_KINDS])})) = (recipient_id IS NULL)),
        ADD CONSTRAINT mails_endpoint_check CHECK (
          (endpoint_id IS NOT NULL) = (kind IN (${quoted(ENDPOINT_KINDS)}))
          AND (operation_id IS NOT NULL) = (endpoint_id IS NOT NULL) AND (message_id IS NULL) = (endpoint_id IS NOT NULL))`);
    await runner.query(`
      CREATE UNIQUE INDEX mails_endpoint_notices ON mails (endpoint_id, kind, dedupe, operation_id, organisation_id)
      WHERE endpoint_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX mails_endpoint_notices`);
    await runner.query(`DELETE FROM mails WHERE endpoint_id IS NOT NULL`);
    await runner.query(`
      ALTER TABLE mails DROP CONSTRAINT mails_endpoint_check, DROP CONSTRAINT mails_notice_check,
        DROP CONSTRAINT mails_kind_check`);
    await runner.query(`
      ALTER TABLE mails ALTER message_id SET NOT NULL, DROP endpoint_id, DROP operation_id,
        ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted(KINDS)})),
        ADD CONSTRAINT mails_notice_check CHECK ((kind = 'notice') = (recipient_id IS NULL))`);

    await runner.query(`DROP INDEX deliveries_by_endpoint`);
    // What was never verified is not sent to.
    await runner.query(`UPDATE webhook_endpoints SET state = 'paused' WHERE state = 'unverified'`);
    await runner.query(`
      ALTER TABLE webhook_endpoints DROP CONSTRAINT webhook_endpoints_verified_check,
        DROP CONSTRAINT webhook_endpoints_state_check`);
    await runner.query(`
      ALTER TABLE webhook_endpoints DROP verified_at, DROP paused_once_verified, DROP verification_tries,
        DROP verification_tries_since, DROP failure_warned,
        ADD CONSTRAINT webhook_endpoints_state_check CHECK (state IN (${quoted(STATES)}))`);
  }
}

function quoted(codes: readonly string[]): string {
  return codes.map((code) => `'${code}'`).join(', ');
}
