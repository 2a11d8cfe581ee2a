-- Who told the loop what and what came of it, every policy there has been, and the incident of each onset.
CREATE TABLE aurea_commands (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id      text NOT NULL,
    command_id     text NOT NULL,
    kind           text NOT NULL,
    decision_id    text,
    pattern_type   text,
    autonomy_level integer,
    dry_run        boolean,
    starts_at      timestamptz,
    ends_at        timestamptz,
    pattern_id     text,
    source         text,
    series         text,
    issued_by      text NOT NULL,
    issued_at      timestamptz NOT NULL,
    reason         text,
    answered_at    timestamptz NOT NULL,
    result         text NOT NULL,
    effect         text,
    CONSTRAINT aurea_commands_key UNIQUE (tenant_id, command_id)
);
CREATE INDEX aurea_commands_answered ON aurea_commands (answered_at DESC);
CREATE INDEX aurea_commands_decision ON aurea_commands (tenant_id, decision_id) WHERE decision_id IS NOT NULL;

COMMENT ON TABLE aurea_commands IS 'One row per command that the loop has answered: who, what, when, why, and what came of it.';
COMMENT ON COLUMN aurea_commands.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_commands.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_commands.command_id IS 'Chosen by the sender; names the command within the tenant.';
COMMENT ON COLUMN aurea_commands.kind IS 'What was requested: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT or FORGET.';
COMMENT ON COLUMN aurea_commands.decision_id IS 'APPROVE, REJECT: the decision; null otherwise.';
COMMENT ON COLUMN aurea_commands.pattern_type IS 'PAUSE, RESUME: only this type of pattern; null means all.';
COMMENT ON COLUMN aurea_commands.autonomy_level IS 'AUTONOMY: 0, 25, 50, 75 or 100; null otherwise.';
COMMENT ON COLUMN aurea_commands.dry_run IS 'DRY_RUN: on or off; null otherwise.';
COMMENT ON COLUMN aurea_commands.starts_at IS 'MAINTENANCE: start of the window, inclusive; null otherwise.';
COMMENT ON COLUMN aurea_commands.ends_at IS 'MAINTENANCE: end of the window, exclusive; null otherwise.';
COMMENT ON COLUMN aurea_commands.pattern_id IS 'ACCEPT: the pattern whose series were accepted; null where source and series name one.';
COMMENT ON COLUMN aurea_commands.source IS 'ACCEPT, FORGET: source of the series; null otherwise.';
COMMENT ON COLUMN aurea_commands.series IS 'ACCEPT, FORGET: name of the series; null otherwise.';
COMMENT ON COLUMN aurea_commands.issued_by IS 'Who issued it.';
COMMENT ON COLUMN aurea_commands.issued_at IS 'When, by the clock of whoever issued it.';
COMMENT ON COLUMN aurea_commands.reason IS 'Why; empty where none was given.';
COMMENT ON COLUMN aurea_commands.answered_at IS 'When the loop processed it.';
COMMENT ON COLUMN aurea_commands.result IS 'DONE: carried out. DENIED: an approval that a guard or the deadline prevents. REFUSED: it cannot be carried out.';
COMMENT ON COLUMN aurea_commands.effect IS 'What it changed, or why nothing; for a person.';

CREATE TABLE aurea_policies (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id    text NOT NULL,
    version      bigint NOT NULL,
    body         text NOT NULL,
    published_by text,
    published_at timestamptz NOT NULL,
    CONSTRAINT aurea_policies_key UNIQUE (tenant_id, version)
);
CREATE INDEX aurea_policies_published ON aurea_policies (published_at DESC);

COMMENT ON TABLE aurea_policies IS 'One row per published version of a policy. The built-in one, version 0, is published nowhere.';
COMMENT ON COLUMN aurea_policies.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_policies.tenant_id IS 'The tenant, or * for every tenant without its own.';
COMMENT ON COLUMN aurea_policies.version IS 'Increases by one with each publication, [1, ..).';
COMMENT ON COLUMN aurea_policies.body IS 'The policy as YAML.';
COMMENT ON COLUMN aurea_policies.published_by IS 'Who published it.';
COMMENT ON COLUMN aurea_policies.published_at IS 'When it was published.';

ALTER TABLE aurea_patterns ADD COLUMN incident_id text;
ALTER TABLE aurea_pattern_onsets ADD COLUMN incident_id text;
CREATE INDEX aurea_pattern_onsets_incident ON aurea_pattern_onsets (tenant_id, incident_id);
COMMENT ON COLUMN aurea_patterns.incident_id IS 'The incident of its last onset, as it was in this state: one that was merged later says into which. Null for what goes well.';
COMMENT ON COLUMN aurea_pattern_onsets.incident_id IS 'The incident of this onset, as it was in its last state: one that was merged later says into which. Null for what goes well.';

-- What the views v_approvals and v_actions read.
CREATE INDEX aurea_decisions_asked ON aurea_decisions (tenant_id, created_at DESC) WHERE approval_deadline IS NOT NULL;
CREATE INDEX aurea_decisions_tried ON aurea_decisions (tenant_id, action, target, pattern_type)
    WHERE outcome_deadline IS NOT NULL AND judged AND NOT dry_run;

-- These views are built on aurea_decisions too, so it has to drop them as well.
DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('aurea_partition_tables'::regproc),
                    'v_goals, v_learnings;', 'v_goals, v_learnings, v_approvals, v_actions;');
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON aurea_commands, aurea_policies TO aurea_writer;
GRANT SELECT ON aurea_commands, aurea_policies TO aurea_reader;
