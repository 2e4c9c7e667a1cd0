import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = [
  ...['routed', 'reminder', 'notice', 'decision_reminder', 'progress_reminder', 'unacknowledged', 'undecided'],
  ...['endpoint_disabled', 'endpoint_failing', 'meeting', 'glass_requested', 'glass_opened'],
];
const OF_NO_RECIPIENT = [
  'notice',
  'endpoint_disabled',
  'endpoint_failing',
  'meeting',
  'glass_requested',
  'glass_opened',
];
const OF_NO_MESSAGE = `endpoint_id IS NOT NULL OR kind = 'meeting'`;

const OVERSEEN = [
  ...['exception.requested', 'exception.approved', 'exception.refused', 'exception.revoked', 'exception.expired'],
  ...['break_glass.requested', 'break_glass.approved', 'break_glass.refused', 'break_glass.ended'],
  ...['erasure.requested', 'erasure.approved', 'erasure.refused', 'referral.exported'],
];

/** Mails to who guards personal data at a body: somebody there read unusually much. Of an operation, and of no message. */
export class ReadingNotices1790000044100 implements MigrationInterface {
  name = 'ReadingNotices1790000044100';

  async up(runner: QueryRunner): Promise<void> {
    await mailKinds(runner, ['reading'], `${OF_NO_MESSAGE} OR kind = 'reading'`);
    await runner.query(
      `CREATE UNIQUE INDEX mails_of_reading ON mails (organisation_id, dedupe) WHERE kind = 'reading'`,
    );
    await overseen(runner, [...OVERSEEN, 'reading.noticed']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await overseen(runner, OVERSEEN);
    await runner.query(`DELETE FROM mails WHERE kind = 'reading'`);
    await runner.query(`DROP INDEX mails_of_reading`);
    await mailKinds(runner, [], OF_NO_MESSAGE);
  }
}

async function mailKinds(runner: QueryRunner, more: readonly string[], ofNoMessage: string): Promise<void> {
  await runner.query(`
    ALTER TABLE mails DROP CONSTRAINT mails_kind_check, DROP CONSTRAINT mails_notice_check,
      DROP CONSTRAINT mails_endpoint_check,
      ADD CONSTRAINT mails_kind_check CHECK (kind IN (${quoted([...KINDS, ...more])})),
      ADD CONSTRAINT mails_notice_check CHECK ((kind IN (${quoted([...OF_NO_RECIPIENT, ...more])})) = (recipient_id IS NULL)),
      ADD CONSTRAINT mails_endpoint_check CHECK (
        (endpoint_id IS NOT NULL) = (kind IN ('endpoint_disabled', 'endpoint_failing'))
        AND (operation_id IS NOT NULL) = (${ofNoMessage}) AND (message_id IS NULL) = (${ofNoMessage})
        AND (calendar_uid IS NOT NULL) = (kind = 'meeting') AND (content IS NOT NULL) = (kind = 'meeting'))`);
}

/** Oversight finds what it shows without reading all evidence. */
async function overseen(runner: QueryRunner, actions: readonly string[]): Promise<void> {
  await runner.query(`DROP INDEX evidence_entries_overseen`);
  await runner.query(
    `CREATE INDEX evidence_entries_overseen ON evidence_entries (id) WHERE action IN (${quoted(actions)})`,
  );
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
