-- Tables of what happens may be partitioned by when it happened, so that old rows can go without being deleted one by one.

-- A week of cycles and a month of everything else: partitions are neither many nor large. Null for any other table, which
-- has no partitions of ours.
CREATE OR REPLACE FUNCTION aurea_partition_unit(of_table text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE of_table
        WHEN 'aurea_cycle_metrics' THEN 'week'
        WHEN 'aurea_autonomous_goals' THEN 'month'
        WHEN 'aurea_pattern_onsets' THEN 'month'
        WHEN 'aurea_decisions' THEN 'month'
        WHEN 'aurea_learnings' THEN 'month'
    END
$$;

CREATE OR REPLACE VIEW aurea_partitions AS
SELECT parent.relname::text AS of_table,
       part.relname::text   AS partition,
       CASE WHEN bound.text ~ 'FROM \(MINVALUE\)' THEN '-infinity'::timestamptz
            ELSE substring(bound.text FROM 'FROM \(''([^'']*)''\)')::timestamptz END AS starts,
       CASE WHEN bound.text ~ 'TO \(MAXVALUE\)' THEN 'infinity'::timestamptz
            ELSE substring(bound.text FROM 'TO \(''([^'']*)''\)')::timestamptz END   AS ends,
       pg_total_relation_size(part.oid)                                              AS bytes
FROM pg_inherits
JOIN pg_class parent ON parent.oid = inhparent
JOIN pg_class part ON part.oid = inhrelid
CROSS JOIN LATERAL (SELECT pg_get_expr(part.relpartbound, part.oid)) AS bound (text)
WHERE parent.relnamespace = 'public'::regnamespace AND aurea_partition_unit(parent.relname::text) IS NOT NULL;

COMMENT ON VIEW aurea_partitions IS 'Partitions of our tables. The sink makes one when the first row comes that needs it.';
COMMENT ON COLUMN aurea_partitions.of_table IS 'The partitioned table.';
COMMENT ON COLUMN aurea_partitions.partition IS 'The partition, a table of its own.';
COMMENT ON COLUMN aurea_partitions.starts IS 'Earliest time of its rows, inclusive.';
COMMENT ON COLUMN aurea_partitions.ends IS 'Latest time of its rows, exclusive.';
COMMENT ON COLUMN aurea_partitions.bytes IS 'Its size on disk with its indices.';

-- The partition that holds a time, made if it is missing. Beyond most_partitions it takes all of the time that is free between
-- its neighbours, so every time fits, and there are never more than twice as many and one.
-- It is attached rather than created in place, which blocks neither readers nor writers.
-- Runs as the owner: the writer needs partitions, and may change nothing else of the schema.
CREATE OR REPLACE FUNCTION aurea_partition(
    of_table text, at timestamptz, most_partitions integer DEFAULT 1000, OUT starts timestamptz, OUT ends timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET TimeZone = 'UTC' SET DateStyle = 'ISO' AS $$
#variable_conflict use_variable
DECLARE
    unit   text := aurea_partition_unit(of_table);
    earliest constant timestamptz := '1900-01-01';
    latest   constant timestamptz := '10000-01-01';
    name   text;
BEGIN
    IF unit IS NULL OR at IS NULL THEN
        RAISE EXCEPTION 'no partition of % for %', of_table, at USING ERRCODE = 'invalid_parameter_value';
    END IF;
    FOR attempt IN 1..2 LOOP
        SELECT p.starts, p.ends INTO starts, ends
        FROM aurea_partitions p
        WHERE p.of_table = aurea_partition.of_table AND p.starts <= at AND (at < p.ends OR p.ends = 'infinity');
        IF FOUND THEN
            RETURN;
        END IF;
        -- Only one makes partitions of a table at a time; whoever waited looks again.
        EXECUTE format('LOCK TABLE %I IN SHARE UPDATE EXCLUSIVE MODE', of_table);
    END LOOP;

    IF at < earliest OR at >= latest THEN
        starts := CASE WHEN at < earliest THEN '-infinity'::timestamptz ELSE latest END;
        ends := CASE WHEN at < earliest THEN earliest ELSE 'infinity'::timestamptz END;
    ELSE
        starts := greatest(date_trunc(unit, at, 'UTC'), earliest);
        ends := least(date_trunc(unit, at, 'UTC') + ('1 ' || unit)::interval, latest);
    END IF;
    IF (SELECT count(*) FROM aurea_partitions p WHERE p.of_table = aurea_partition.of_table) >= most_partitions THEN
        starts := '-infinity';
        ends := 'infinity';
    END IF;
    -- Whatever is free around it: a wider partition may already hold a part of the unit.
    SELECT greatest(starts, max(p.ends) FILTER (WHERE p.ends <= at)), least(ends, min(p.starts) FILTER (WHERE p.starts > at))
    INTO starts, ends
    FROM aurea_partitions p
    WHERE p.of_table = aurea_partition.of_table;

    name := of_table || '_' || CASE WHEN starts = '-infinity' THEN 'first' ELSE to_char(starts, 'YYYYMMDD') END;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', name, of_table);
    EXECUTE format('COMMENT ON TABLE %I IS %L', name, 'A partition of ' || of_table || '.');
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)', of_table, name,
                   CASE WHEN starts = '-infinity' THEN 'MINVALUE' ELSE quote_literal(starts) END,
                   CASE WHEN ends = 'infinity' THEN 'MAXVALUE' ELSE quote_literal(ends) END);
END
$$;

-- Makes the partitions that all the rows of another table need, which has the same columns.
CREATE OR REPLACE FUNCTION aurea_partitions_for(of_table text, rows_of text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE (
        SELECT format('SELECT count(aurea_partition(%1$L, at)) FROM (
                           SELECT DISTINCT CASE WHEN %2$I < ''10000-01-01'' THEN date_trunc(%3$L, %2$I, ''UTC'')
                                                ELSE ''infinity'' END FROM %4$I) AS t (at)',
                      of_table, attname, aurea_partition_unit(of_table), rows_of)
        FROM pg_partitioned_table JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
        WHERE partrelid = of_table::regclass);
END
$$;

-- Removes a partition with its rows. The caller sets lock_timeout: it waits for everybody who reads the table, and whoever
-- comes meanwhile waits too.
CREATE OR REPLACE FUNCTION aurea_drop_partition(of_table text, partition text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM aurea_partitions p
                   WHERE p.of_table = aurea_drop_partition.of_table
                     AND p.partition = aurea_drop_partition.partition) THEN
        RAISE EXCEPTION '% is no partition of %', partition, of_table USING ERRCODE = 'invalid_parameter_value';
    END IF;
    EXECUTE format('DROP TABLE %I', partition);
END
$$;

-- Gives the tables partitions that have none, and returns their names. Rows, columns, comments, indices and grants stay, also
-- those that are not ours. The time is part of both keys, since PostgreSQL checks uniqueness within a partition only; it never
-- changes for a key. The views are removed, and Flyway makes them anew; a view that somebody else has built on a table stops this,
-- and is named.
CREATE OR REPLACE FUNCTION aurea_partition_tables() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    kept record;
    made text;
BEGIN
    -- Whoever comes second, also behind one whose client was killed, finds the tables as the first has left them.
    PERFORM pg_advisory_xact_lock(hashtext('aurea_partition_tables'));
    FOR kept IN
        SELECT c.oid, c.relname AS name, c.relname || '_unpartitioned' AS old, conversion.at, conversion.key,
               c.relacl AS acl, obj_description(c.oid, 'pg_class') AS says,
               ARRAY(SELECT pg_get_indexdef(indexrelid) FROM pg_index
                     WHERE indrelid = c.oid AND NOT indisunique ORDER BY indexrelid) AS indices
        FROM (VALUES ('aurea_cycle_metrics'::regclass, 'timestamp', 'tenant_id, cycle_number'),
                     ('aurea_autonomous_goals', 'created_at', 'tenant_id, goal_id'),
                     ('aurea_pattern_onsets', 'detected_at', 'tenant_id, pattern_id, onset_number'),
                     ('aurea_decisions', 'created_at', 'tenant_id, decision_id'),
                     ('aurea_learnings', 'created_at', 'tenant_id, learning_id')) AS conversion (of_table, at, key)
        JOIN pg_class c ON c.oid = conversion.of_table
        WHERE c.relkind = 'r'
        ORDER BY c.relname
    LOOP
        DROP VIEW IF EXISTS v_cycles, v_tenants, v_success_rate_hourly, v_open_decisions, v_active_goals, v_active_patterns,
            v_decisions, v_patterns, v_goals, v_learnings;
        DELETE FROM flyway_schema_history WHERE version IS NULL;
        IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = kept.oid AND NOT tgisinternal)
           OR EXISTS (SELECT FROM pg_policy WHERE polrelid = kept.oid)
           OR EXISTS (SELECT FROM pg_publication_rel WHERE prrelid = kept.oid)
           OR EXISTS (SELECT FROM pg_attribute WHERE attrelid = kept.oid AND attacl IS NOT NULL) THEN
            RAISE EXCEPTION 'table % has triggers, row policies, publications or grants on columns, which its successor would lack: remove them, migrate, and add them again', kept.name;
        END IF;
        EXECUTE format('ALTER TABLE %I RENAME TO %I', kept.name, kept.old);
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (%I)',
                       kept.name, kept.old, kept.at);
        EXECUTE format('COMMENT ON TABLE %I IS %L', kept.name, kept.says);
        PERFORM aurea_partitions_for(kept.name, kept.old);
        EXECUTE format('INSERT INTO %I SELECT * FROM %I', kept.name, kept.old);
        EXECUTE format('DROP TABLE %I', kept.old);
        EXECUTE format('ALTER TABLE %1$I ADD CONSTRAINT %2$I PRIMARY KEY (id, %4$I), ADD CONSTRAINT %3$I UNIQUE (%5$s, %4$I)',
                       kept.name, kept.name || '_pkey', kept.name || '_key', kept.at, kept.key);
        FOREACH made IN ARRAY kept.indices LOOP
            EXECUTE made;
        END LOOP;
        FOR made IN
            SELECT format('GRANT %s ON %I TO %s%s', privilege_type, kept.name,
                          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
                          CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
            FROM aclexplode(kept.acl)
        LOOP
            EXECUTE made;
        END LOOP;
        RETURN NEXT kept.name;
    END LOOP;
END
$$;

REVOKE ALL ON FUNCTION aurea_partition, aurea_partitions_for, aurea_drop_partition, aurea_partition_tables FROM PUBLIC;
GRANT EXECUTE ON FUNCTION aurea_partition, aurea_drop_partition TO aurea_writer;
GRANT SELECT ON aurea_partitions TO aurea_writer, aurea_reader;

-- New tables have partitions from the beginning. Those of an earlier release stay as they are, whose connector can then go back to
-- them, and which may be too large to be written anew without being asked: `aurea migrate --partition`.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM aurea_cycle_metrics) AND NOT EXISTS (SELECT FROM aurea_autonomous_goals)
       AND NOT EXISTS (SELECT FROM aurea_pattern_onsets) AND NOT EXISTS (SELECT FROM aurea_decisions)
       AND NOT EXISTS (SELECT FROM aurea_learnings) THEN
        PERFORM aurea_partition_tables();
    END IF;
END
$$;
