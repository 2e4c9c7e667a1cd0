import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What agendas are written from: open referrals by whom they wait for, from whom, and why, the oldest first, with all that
 * counting them asks, so that neither counting nor the first of each group reads more than it shows. And what nations, or
 * others, are asked for by a day.
 */
export class OpenForAgendas1790000043100 implements MigrationInterface {
  name = 'OpenForAgendas1790000043100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX recipients_for_agendas ON recipients (operation_id, organisation_id, sender_id, message_status,
        (CASE WHEN state NOT IN ('pending', 'acknowledged') THEN state WHEN next_step IS NULL THEN 'escalated'
           WHEN state = 'pending' THEN 'unacknowledged' ELSE 'undecided' END),
        (CASE state WHEN 'pending' THEN due_at WHEN 'acknowledged' THEN decision_due_at
           WHEN 'on_hold' THEN coalesce(held_at, decided_at, routed_at) ELSE decided_at END), id)
      INCLUDE (state, next_step, due_at, decision_due_at, held_at, decided_at, routed_at, expires_at)
      WHERE kind = 'referral' AND state IN ('pending', 'acknowledged', 'declined', 'on_hold')`);
    await runner.query(`
      CREATE INDEX recipients_asked_by_day ON recipients (operation_id, decision_due_at)
      WHERE kind <> 'referral' AND decision_due_at IS NOT NULL
        AND state IN ('pending', 'acknowledged', 'in_progress', 'on_hold')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX recipients_asked_by_day, recipients_for_agendas`);
  }
}
