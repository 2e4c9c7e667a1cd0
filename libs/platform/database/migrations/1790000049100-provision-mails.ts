import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = [
  ...['routed', 'reminder', 'notice', 'decision_reminder', 'progress_reminder', 'unacknowledged', 'undecided'],
  ...['endpoint_disabled', 'endpoint_failing', 'meeting', 'glass_requested', 'glass_opened', 'reading'],
];
const OF_NO_RECIPIENT = [
  ...['notice', 'endpoint_disabled', 'endpoint_failing', 'meeting', 'glass_requested', 'glass_opened', 'reading'],
];
const OF_NO_MESSAGE = `endpoint_id IS NOT NULL OR kind = 'meeting' OR kind = 'reading'`;

/** Mails to bodies whose units are to acknowledge provisions: of an operation, of no message, and with their words. */
export class ProvisionMails1790000049100 implements MigrationInterface {
  name = 'ProvisionMails1790000049100';

  async up(runner: QueryRunner): Promise<void> {
    await mailKinds(
      runner,
      ['provisions'],
      `${OF_NO_MESSAGE} OR kind = 'provisions'`,
      `kind IN ('meeting', 'provisions')`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX mails_of_provisions ON mails (organisation_id, operation_id, dedupe) WHERE kind = 'provisions'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM mails WHERE kind = 'provisions'`);
    await runner.query(`DROP INDEX mails_of_provisions`);
    await mailKinds(runner, [], OF_NO_MESSAGE, `kind = 'meeting'`);
  }
}

async function mailKinds(
  runner: QueryRunner,
  more: readonly string[],
  ofNoMessage: string,
  withContent: string,
): Promise<void> {
  await runner.query(`
    ALTER TABLE mails DROP CONSTRAINT mails_kind_check, DROP CONSTRAINT mails_notice_check,
      DROP CONSTRAINT mails_endpoint_check,
      ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted([...KINDS, ...more])})),
      ADD CONSTRAINT mails_notice_check CHECK ((kind IN (${quoted([...OF_NO_RECIPIENT, ...more])})) = (recipient_id IS NULL)),
      ADD CONSTRAINT mails_endpoint_check CHECK (
        (endpoint_id IS NOT NULL) = (kind IN ('endpoint_disabled', 'endpoint_failing'))
        AND (operation_id IS NOT NULL) = (${ofNoMessage}) AND (message_id IS NULL) = (${ofNoMessage})
        AND (calendar_uid IS NOT NULL) = (kind = 'meeting') AND (content IS NOT NULL) = (${withContent}))`);
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
