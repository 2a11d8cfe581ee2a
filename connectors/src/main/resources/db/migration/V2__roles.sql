-- Roles are global to the server, tables are not: another database of the same server may have made the roles already.
-- They get their passwords from the program that runs the migrations, so no password stands in a file or a log.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aurea_writer') THEN
        CREATE ROLE aurea_writer LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'aurea_reader') THEN
        CREATE ROLE aurea_reader LOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    RAISE NOTICE 'another migration made the roles at the same time';
END
$$;

-- Until version 14 PostgreSQL lets everybody create tables here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO aurea_writer, aurea_reader;

GRANT SELECT, INSERT, UPDATE, DELETE ON
    aurea_cycle_metrics, aurea_autonomous_goals, aurea_patterns, aurea_pattern_onsets, aurea_decisions, aurea_outcomes,
    aurea_learnings, unified_brain, aurea_sink_offsets
    TO aurea_writer;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO aurea_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO aurea_reader;
