import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is concerned by an agenda request, each by a column of its own. */
const CONCERNED = ['sender', 'organisation', 'coordinator', 'lead'] as const;

/**
 * Lists and figures that cost what they show, not what the record holds. Every index ends in the order of its list, so that
 * a page is read from it and nothing behind the page is.
 */
export class Lists1790000014000 implements MigrationInterface {
  name = 'Lists1790000014000';

  async up(runner: QueryRunner): Promise<void> {
    // By operation first: a list of all of them merges a handful; a list of one in which a body hardly sends is short.
    await runner.query(`CREATE INDEX messages_by_operation ON messages (sender_id, operation_id, id DESC)`);
    await runner.query(`DROP INDEX messages_by_sender`);
    await runner.query(`CREATE INDEX messages_by_kind ON messages (sender_id, operation_id, kind, id DESC)`);
    // Nearly everything that was sent is routed for good; the other states are the rare ones, and drafts come and go.
    await runner.query(
      `CREATE INDEX messages_unrouted ON messages (sender_id, operation_id, state, id DESC) WHERE state <> 'routed'`,
    );

    await runner.query(`
      CREATE INDEX recipients_by_addressee ON recipients (sender_id, operation_id, organisation_id, message_id DESC)`);
    // Only what is awaited now can be late. With its deadlines, so that one that is not late is passed over unread.
    await runner.query(`
      CREATE INDEX recipients_awaited ON recipients (sender_id, operation_id, message_id DESC)
      INCLUDE (organisation_id, state, due_at, decision_due_at) WHERE state IN ('pending', 'acknowledged')`);
    // A body's figures of a month; its inbox is in another order. recipients_by_sender is the same for what it sent.
    await runner.query(`CREATE INDEX recipients_by_body ON recipients (organisation_id, routed_at)`);

    // Few messages are taken back; the figures ask it of each recipient that is at its end.
    await runner.query(`
      CREATE INDEX message_events_taken_back ON message_events (recipient_id, at)
      WHERE to_state IN ('cancel_requested', 'cancelled', 'recalled')`);

    for (const role of CONCERNED)
      await runner.query(`CREATE INDEX agenda_requests_by_${role} ON agenda_requests (${role}_id, state, id DESC)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const role of CONCERNED) await runner.query(`DROP INDEX agenda_requests_by_${role}`);
    await runner.query(`DROP INDEX message_events_taken_back`);
    await runner.query(`DROP INDEX recipients_by_body, recipients_awaited, recipients_by_addressee`);
    await runner.query(`CREATE INDEX messages_by_sender ON messages (sender_id, id DESC)`);
    await runner.query(`DROP INDEX messages_unrouted, messages_by_kind, messages_by_operation`);
  }
}
