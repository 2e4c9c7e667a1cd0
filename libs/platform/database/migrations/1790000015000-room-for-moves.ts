import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Leaves room on each page of messages: a message moves at least twice after it is written, and where the new version fits
 * on the page of the old one, none of the five indexes is touched. Pages that are written from now on have it.
 */
export class RoomForMoves1790000015000 implements MigrationInterface {
  name = 'RoomForMoves1790000015000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE messages SET (fillfactor = 75)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE messages RESET (fillfactor)`);
  }
}
