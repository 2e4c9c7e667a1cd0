import type { MigrationInterface, QueryRunner } from 'typeorm';
import { protect } from './row-level-security';

/**
 * References are given by the record, from the sequence in an order that only a key tells: they are unique, and neither
 * one nor many of them say how much the hub carries.
 */
export class References1790000029100 implements MigrationInterface {
  name = 'References1790000029100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reference_order (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        key bytea NOT NULL CHECK (length(key) = 32)
      )`);
    await runner.query(`
      INSERT INTO reference_order (key)
      VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())))`);
    await protect(runner, 'reference_order', undefined);
    await runner.query(`GRANT SELECT ON reference_order TO liaison_worker`);

    // A Feistel network, walked until it falls inside: a permutation of 0 … size − 1, one for each key and size.
    await runner.query(`
      CREATE FUNCTION permuted(number bigint, size bigint, key bytea) RETURNS bigint LANGUAGE plpgsql IMMUTABLE STRICT AS $$
      DECLARE
        half integer := 1;
        mask bigint;
        high bigint;
        low bigint;
        digest bytea;
      BEGIN
        WHILE (1::bigint << (2 * half)) < size LOOP half := half + 1; END LOOP;
        mask := (1::bigint << half) - 1;
        LOOP
          high := number >> half;
          low := number & mask;
          FOR round IN 1..8 LOOP
            digest := sha256(key || int8send(size) || int4send(round) || int8send(low));
            SELECT low, high # ((get_byte(digest, 0) << 16 | get_byte(digest, 1) << 8 | get_byte(digest, 2)) & mask)
              INTO high, low;
          END LOOP;
          number := high << half | low;
          EXIT WHEN number < size;
        END LOOP;
        RETURN number;
      END $$`);
    await runner.query(`
      CREATE FUNCTION give_reference() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
      DECLARE
        number bigint;
        lowest bigint;
        digits integer;
      BEGIN
        LOOP
          number := nextval('message_reference');
          digits := greatest(6, length(number::text));
          lowest := CASE digits WHEN 6 THEN 0 ELSE (10 ^ (digits - 1))::bigint END;
          SELECT o.code || '-' || extract(year FROM NEW.created_at AT TIME ZONE 'UTC') || '-' ||
              lpad((lowest + permuted(number - lowest, (10 ^ digits)::bigint - lowest, r.key))::text, digits, '0')
            INTO NEW.reference FROM operations o, reference_order r WHERE o.id = NEW.operation_id;
          -- Given by the sequence alone, before this order was: passed over.
          EXIT WHEN NOT EXISTS (SELECT FROM messages m WHERE m.reference = NEW.reference);
        END LOOP;
        RETURN NEW;
      END $$`);
    await runner.query(`GRANT liaison_worker TO CURRENT_USER`);
    await runner.query(`GRANT CREATE ON SCHEMA public TO liaison_worker`);
    await runner.query(`ALTER FUNCTION give_reference() OWNER TO liaison_worker`);
    await runner.query(`REVOKE CREATE ON SCHEMA public FROM liaison_worker`);
    await runner.query(`REVOKE EXECUTE ON FUNCTION give_reference() FROM PUBLIC`);
    await runner.query(`
      CREATE TRIGGER reference BEFORE INSERT ON messages FOR EACH ROW WHEN (NEW.reference IS NULL)
      EXECUTE FUNCTION give_reference()`);
    await runner.query(`REVOKE INSERT (reference) ON messages FROM liaison_api`);
    await runner.query(`REVOKE USAGE ON SEQUENCE message_reference FROM liaison_api`);
    await runner.query(`GRANT USAGE ON SEQUENCE message_reference TO liaison_worker`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE USAGE ON SEQUENCE message_reference FROM liaison_worker`);
    await runner.query(`GRANT USAGE ON SEQUENCE message_reference TO liaison_api`);
    await runner.query(`GRANT INSERT (reference) ON messages TO liaison_api`);
    await runner.query(`DROP TRIGGER reference ON messages`);
    await runner.query(`DROP FUNCTION give_reference()`);
    await runner.query(`DROP FUNCTION permuted(bigint, bigint, bytea)`);
    await runner.query(`DROP TABLE reference_order`);
  }
}
