import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Attempts get a partition for each month (UTC), made ahead and dropped when it is older than is kept. Both need the
 * tables' owner, which no serving process is: the workers call one function that does this and nothing else. Workers may
 * remove deliveries that are done.
 */
export class Retention1790000023000 implements MigrationInterface {
  name = 'Retention1790000023000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(KEEP_ATTEMPT_PARTITIONS);
    await runner.query(`REVOKE EXECUTE ON FUNCTION keep_attempt_partitions(timestamptz, integer) FROM PUBLIC`);
    await runner.query(`GRANT EXECUTE ON FUNCTION keep_attempt_partitions(timestamptz, integer) TO liaison_worker`);
    await runner.query(`GRANT DELETE ON deliveries TO liaison_worker`);
  }

  /** Everything that is kept goes back to the one partition that there was. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE DELETE ON deliveries FROM liaison_worker`);
    await runner.query(`DROP FUNCTION keep_attempt_partitions(timestamptz, integer)`);
    await runner.query(`
      DO $$
      DECLARE part regclass;
      BEGIN
        FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'public.delivery_attempts'::regclass
          AND inhrelid <> 'public.delivery_attempts_default'::regclass
        LOOP
          EXECUTE format('ALTER TABLE public.delivery_attempts DETACH PARTITION %s', part);
          EXECUTE format('INSERT INTO public.delivery_attempts_default SELECT * FROM %s', part);
          EXECUTE format('DROP TABLE %s', part);
        END LOOP;
      END $$`);
  }
}

/**
 * One step: drops the oldest month that is wholly older than `retention_days`, or removes up to 50,000 such rows from the
 * default partition, or makes the next partition that is missing among this month, the two after it, and the months of what
 * lies in the default partition, whose rows it takes along. `done` says which; `nothing` when none is left to do, and
 * `elsewhere` while another session is at it. Fails with 55P03, and leaves everything as it was, when others hold the tables.
 *
 * It runs as the tables' owner: hence every name is qualified, and none comes from the caller. A clock that runs ahead drops
 * nothing early, and less than a week cannot be asked for.
 *
 * Rows move in the transaction that makes their partition, so a reader sees each of them at any time. They are taken while
 * others still write, until few are left. Only then writers are kept waiting, for the last few and for PostgreSQL's look
 * through the default partition. They wait at the parent: one that waited at the default partition would have chosen it
 * already, and fail. Each wait of ours for a lock, behind which others wait, ends after 1.5 s: a second is what it takes until
 * PostgreSQL calls off an autovacuum that is in the way, and a lane has 15.
 */
const KEEP_ATTEMPT_PARTITIONS = `
  CREATE FUNCTION keep_attempt_partitions(at timestamptz, retention_days integer,
    OUT done text, OUT month text, OUT attempts bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET lock_timeout = '1500ms'
  AS $$
  DECLARE
    this_month CONSTANT timestamptz := date_trunc('month', at);
    horizon CONSTANT timestamptz := this_month + interval '3 months';
    keep_from CONSTANT timestamptz := least(at, now()) - make_interval(days => retention_days);
    old_part regclass;
    new_part text;
    starts timestamptz;
    ends timestamptz;
    taken bigint;
    locked boolean := false;
    tries integer := 0;
  BEGIN
    IF (retention_days >= 7) IS NOT TRUE THEN
      RAISE EXCEPTION 'retention_days is %, attempts are kept for 7 days at least', retention_days USING ERRCODE = '22023';
    END IF;
    IF (at BETWEEN now() - interval '10 years' AND now() + interval '10 years') IS NOT TRUE THEN
      RAISE EXCEPTION 'at is no time of these years' USING ERRCODE = '22023';
    END IF;
    attempts := 0;
    IF NOT pg_try_advisory_xact_lock(hashtext('liaison-hub attempt partitions')) THEN
      done := 'elsewhere';
      RETURN;
    END IF;

    SELECT part, name INTO old_part, month FROM (
      SELECT c.oid::regclass AS part, right(c.relname, 7) AS name,
        CASE WHEN c.relname ~ '^delivery_attempts_\\d{4}_\\d{2}$' THEN to_timestamp(right(c.relname, 7), 'YYYY_MM') END AS since
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'public.delivery_attempts'::regclass
    ) months WHERE since + interval '1 month' <= keep_from ORDER BY since LIMIT 1;
    IF FOUND THEN
      EXECUTE format('DROP TABLE %s', old_part);
      done := 'dropped';
      RETURN;
    END IF;

    DELETE FROM public.delivery_attempts_default WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM public.delivery_attempts_default WHERE started_at < date_trunc('month', keep_from) LIMIT 50000));
    GET DIAGNOSTICS attempts = ROW_COUNT;
    IF attempts > 0 THEN
      done := 'cleared';
      RETURN;
    END IF;

    SELECT wanted INTO starts FROM (
      SELECT generate_series(this_month, horizon - interval '1 month', interval '1 month') AS wanted
      UNION ALL
      SELECT date_trunc('month', min(started_at)) FROM public.delivery_attempts_default WHERE started_at < horizon
    ) months WHERE to_regclass('public.delivery_attempts_' || to_char(wanted, 'YYYY_MM')) IS NULL AND wanted IS NOT NULL
    ORDER BY wanted DESC LIMIT 1;
    IF NOT FOUND THEN
      done := 'nothing';
      RETURN;
    END IF;
    month := to_char(starts, 'YYYY_MM');
    ends := starts + interval '1 month';
    new_part := 'delivery_attempts_' || month;
    -- The check spares ATTACH its look through the new partition.
    EXECUTE format('CREATE TABLE public.%I (LIKE public.delivery_attempts INCLUDING ALL,
      CONSTRAINT of_one_month CHECK (started_at >= %L AND started_at < %L))', new_part, starts, ends);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', new_part);
    EXECUTE format('CREATE POLICY worker ON public.%I TO liaison_worker USING (true) WITH CHECK (true)', new_part);

    FOR pass IN 1..15 LOOP
      EXECUTE format('WITH taken AS (DELETE FROM public.delivery_attempts_default
        WHERE started_at >= $1 AND started_at < $2 RETURNING *) INSERT INTO public.%I SELECT * FROM taken', new_part)
        USING starts, ends;
      GET DIAGNOSTICS taken = ROW_COUNT;
      attempts := attempts + taken;
      EXIT WHEN locked;
      -- Without figures the planner would take a month of millions for an empty one.
      IF pass = 1 AND taken > 0 THEN
        EXECUTE format('ANALYZE public.%I', new_part);
      END IF;
      CONTINUE WHEN taken > 10000 AND pass < 10;
      IF tries = 3 THEN
        RAISE EXCEPTION 'delivery_attempts is held by others' USING ERRCODE = '55P03';
      END IF;
      BEGIN
        LOCK TABLE ONLY public.delivery_attempts IN SHARE ROW EXCLUSIVE MODE;
        LOCK TABLE public.delivery_attempts_default IN ACCESS EXCLUSIVE MODE;
        locked := true;
      EXCEPTION WHEN lock_not_available THEN
        tries := tries + 1;
        PERFORM pg_sleep(0.5);
      END;
    END LOOP;
    EXECUTE format('ALTER TABLE public.delivery_attempts ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
      new_part, starts, ends);
    EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT of_one_month', new_part);
    done := 'made';
  END $$`;
