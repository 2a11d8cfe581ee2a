-- The history of the loop for analysts. Column names are the field names of the Avro records, so the sink needs no mapping.
-- Every table has a unique key beside its UUID: the key the records are upserted by.

CREATE TABLE aurea_cycle_metrics (
    id                          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id                   text NOT NULL,
    cycle_number                bigint NOT NULL,
    revision                    bigint NOT NULL DEFAULT 0,
    complete                    boolean NOT NULL DEFAULT false,
    timestamp                   timestamptz NOT NULL DEFAULT now(),
    window_start                timestamptz,
    window_end                  timestamptz,
    idle                        boolean NOT NULL DEFAULT false,
    observations_count          bigint NOT NULL DEFAULT 0,
    series_count                bigint NOT NULL DEFAULT 0,
    attempts                    bigint NOT NULL DEFAULT 0,
    successes                   bigint NOT NULL DEFAULT 0,
    success_rate                double precision,
    success_rate_low            double precision,
    success_rate_high           double precision,
    decisions_count             bigint NOT NULL DEFAULT 0,
    actions_executed            bigint NOT NULL DEFAULT 0,
    actions_successful          bigint NOT NULL DEFAULT 0,
    actions_failed              bigint NOT NULL DEFAULT 0,
    action_success_rate         double precision,
    cycle_duration_seconds      double precision,
    learning_insights_generated bigint NOT NULL DEFAULT 0,
    health_score                double precision CHECK (health_score BETWEEN 0 AND 100),
    health_components           jsonb NOT NULL DEFAULT '{}',
    autonomy_level              integer CHECK (autonomy_level IN (0, 25, 50, 75, 100)),
    patterns_detected           jsonb NOT NULL DEFAULT '[]',
    goals_achieved              bigint NOT NULL DEFAULT 0,
    goals_set                   bigint NOT NULL DEFAULT 0,
    policy_version              bigint NOT NULL DEFAULT 0,
    CONSTRAINT aurea_cycle_metrics_key UNIQUE (tenant_id, cycle_number)
);
CREATE INDEX aurea_cycle_metrics_cycle_number ON aurea_cycle_metrics (cycle_number);
CREATE INDEX aurea_cycle_metrics_timestamp ON aurea_cycle_metrics (timestamp DESC);

COMMENT ON TABLE aurea_cycle_metrics IS 'One row per tenant and cycle: the window [window_start, window_end). Revised until complete.';
COMMENT ON COLUMN aurea_cycle_metrics.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_cycle_metrics.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_cycle_metrics.cycle_number IS 'Counts the cycles of the tenant from 1, without gaps.';
COMMENT ON COLUMN aurea_cycle_metrics.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN aurea_cycle_metrics.complete IS 'Whether nothing more can change: all decisions of the cycle have ended.';
COMMENT ON COLUMN aurea_cycle_metrics.timestamp IS 'End of the window: when the cycle was due.';
COMMENT ON COLUMN aurea_cycle_metrics.window_start IS 'Start of the window, inclusive.';
COMMENT ON COLUMN aurea_cycle_metrics.window_end IS 'End of the window, exclusive.';
COMMENT ON COLUMN aurea_cycle_metrics.idle IS 'True when no observation fell into the window. An idle cycle has no rates: nothing seen is not the same as healthy.';
COMMENT ON COLUMN aurea_cycle_metrics.observations_count IS 'Observations in the window, ticks left out; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.series_count IS 'Series with data in the window; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.attempts IS 'OPERATION observations in the window; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.successes IS 'Those of attempts that succeeded; [0, attempts].';
COMMENT ON COLUMN aurea_cycle_metrics.success_rate IS 'successes / attempts, [0, 1]; null without attempts.';
COMMENT ON COLUMN aurea_cycle_metrics.success_rate_low IS 'Lower end of the 95 % Wilson interval of success_rate, [0, 1].';
COMMENT ON COLUMN aurea_cycle_metrics.success_rate_high IS 'Upper end of the 95 % Wilson interval of success_rate, [0, 1].';
COMMENT ON COLUMN aurea_cycle_metrics.decisions_count IS 'Decisions made in the cycle; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.actions_executed IS 'Outcomes of those decisions that say something was done: successful plus failed.';
COMMENT ON COLUMN aurea_cycle_metrics.actions_successful IS 'Outcomes SUCCEEDED; [0, actions_executed].';
COMMENT ON COLUMN aurea_cycle_metrics.actions_failed IS 'Outcomes FAILED or TIMED_OUT; [0, actions_executed].';
COMMENT ON COLUMN aurea_cycle_metrics.action_success_rate IS 'actions_successful / actions_executed, [0, 1]; null without actions.';
COMMENT ON COLUMN aurea_cycle_metrics.cycle_duration_seconds IS 'Time from window_end until the cycle was complete, seconds; null on the data clock and until complete.';
COMMENT ON COLUMN aurea_cycle_metrics.learning_insights_generated IS 'Learnings of the cycle; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.health_score IS 'Health of the tenant, [0, 100]; null without data.';
COMMENT ON COLUMN aurea_cycle_metrics.health_components IS 'Parts of the health score by name, [0, 100] each.';
COMMENT ON COLUMN aurea_cycle_metrics.autonomy_level IS 'Autonomy in force: 0 MANUAL, 25 ASSISTED, 50 SUPERVISED, 75 AUTONOMOUS, 100 FULL_AUTO.';
COMMENT ON COLUMN aurea_cycle_metrics.patterns_detected IS 'Array of the types of the patterns that set on or went on in the cycle, sorted.';
COMMENT ON COLUMN aurea_cycle_metrics.goals_achieved IS 'Goals that reached 100 % in the cycle; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.goals_set IS 'Goals set in the cycle; [0, ..).';
COMMENT ON COLUMN aurea_cycle_metrics.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

CREATE TABLE aurea_autonomous_goals (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id      text NOT NULL,
    goal_id        text NOT NULL,
    revision       bigint NOT NULL DEFAULT 0,
    goal_type      text NOT NULL CHECK (goal_type IN ('performance', 'efficiency', 'revenue', 'quality', 'learning')),
    description    text NOT NULL,
    target_metric  text NOT NULL,
    baseline_value double precision,
    current_value  double precision,
    target_value   double precision,
    progress       double precision CHECK (progress BETWEEN 0 AND 100),
    deadline       timestamptz,
    priority       integer CHECK (priority BETWEEN 1 AND 10),
    status         text NOT NULL CHECK (status IN ('active', 'achieved', 'failed', 'abandoned')),
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    achieved_at    timestamptz,
    rule           text,
    policy_version bigint NOT NULL DEFAULT 0,
    CONSTRAINT aurea_autonomous_goals_key UNIQUE (tenant_id, goal_id)
);
CREATE INDEX aurea_autonomous_goals_status ON aurea_autonomous_goals (status);
CREATE INDEX aurea_autonomous_goals_priority ON aurea_autonomous_goals (priority DESC);

COMMENT ON TABLE aurea_autonomous_goals IS 'One row per goal that the loop set itself, in its latest state.';
COMMENT ON COLUMN aurea_autonomous_goals.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_autonomous_goals.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_autonomous_goals.goal_id IS 'Names the goal within the tenant.';
COMMENT ON COLUMN aurea_autonomous_goals.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN aurea_autonomous_goals.goal_type IS 'What it is about: performance, efficiency, revenue, quality or learning.';
COMMENT ON COLUMN aurea_autonomous_goals.description IS 'For a person.';
COMMENT ON COLUMN aurea_autonomous_goals.target_metric IS 'The metric to move.';
COMMENT ON COLUMN aurea_autonomous_goals.baseline_value IS 'The metric when the goal was set, in its own unit; fixed.';
COMMENT ON COLUMN aurea_autonomous_goals.current_value IS 'The metric now, in its own unit; null while there is no data.';
COMMENT ON COLUMN aurea_autonomous_goals.target_value IS 'Where the metric should be, in its own unit.';
COMMENT ON COLUMN aurea_autonomous_goals.progress IS 'From baseline to target, percent, [0, 100].';
COMMENT ON COLUMN aurea_autonomous_goals.deadline IS 'The goal fails when not achieved by then.';
COMMENT ON COLUMN aurea_autonomous_goals.priority IS '1 (low) to 10 (high).';
COMMENT ON COLUMN aurea_autonomous_goals.status IS 'active, achieved, failed or abandoned.';
COMMENT ON COLUMN aurea_autonomous_goals.created_at IS 'Set at.';
COMMENT ON COLUMN aurea_autonomous_goals.updated_at IS 'Last change.';
COMMENT ON COLUMN aurea_autonomous_goals.achieved_at IS 'Achieved at; null until then.';
COMMENT ON COLUMN aurea_autonomous_goals.rule IS 'The policy rule that set it.';
COMMENT ON COLUMN aurea_autonomous_goals.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

CREATE TABLE aurea_patterns (
    id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id           text NOT NULL,
    pattern_id          text NOT NULL,
    revision            bigint NOT NULL DEFAULT 0,
    pattern_type        text NOT NULL,
    pattern_description text NOT NULL,
    state               text NOT NULL CHECK (state IN ('ONSET', 'ONGOING', 'ABATED')),
    source              text,
    series              text,
    confidence          double precision CHECK (confidence BETWEEN 0 AND 1),
    impact_score        double precision CHECK (impact_score BETWEEN 0 AND 1),
    frequency           bigint NOT NULL DEFAULT 1,
    pattern_data        jsonb NOT NULL DEFAULT '{}',
    onset_number        bigint NOT NULL DEFAULT 1,
    onset_at            timestamptz,
    abated_at           timestamptz,
    abated_reason       text,
    first_detected      timestamptz NOT NULL DEFAULT now(),
    last_detected       timestamptz NOT NULL DEFAULT now(),
    suspected_source    text,
    suspects            jsonb NOT NULL DEFAULT '{}',
    policy_version      bigint NOT NULL DEFAULT 0,
    CONSTRAINT aurea_patterns_key UNIQUE (tenant_id, pattern_id)
);
CREATE INDEX aurea_patterns_pattern_type ON aurea_patterns (pattern_type);
CREATE INDEX aurea_patterns_confidence ON aurea_patterns (confidence DESC);

COMMENT ON TABLE aurea_patterns IS 'One row per pattern identity, in its latest state. Each of its onsets is a row of aurea_pattern_onsets.';
COMMENT ON COLUMN aurea_patterns.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_patterns.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_patterns.pattern_id IS 'Names the identity: same type, source and series, same id.';
COMMENT ON COLUMN aurea_patterns.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN aurea_patterns.pattern_type IS 'What it looks like, e.g. DECLINING_SUCCESS_RATE, LEVEL_SHIFT, SILENT_SOURCE.';
COMMENT ON COLUMN aurea_patterns.pattern_description IS 'For a person.';
COMMENT ON COLUMN aurea_patterns.state IS 'ONSET, ONGOING or ABATED.';
COMMENT ON COLUMN aurea_patterns.source IS 'The source concerned; null when it is the tenant.';
COMMENT ON COLUMN aurea_patterns.series IS 'The series concerned; null when it is the source or tenant.';
COMMENT ON COLUMN aurea_patterns.confidence IS 'How sure, [0, 1].';
COMMENT ON COLUMN aurea_patterns.impact_score IS 'How much it matters, [0, 1].';
COMMENT ON COLUMN aurea_patterns.frequency IS 'Onsets so far, [1, ..).';
COMMENT ON COLUMN aurea_patterns.pattern_data IS 'The evidence, by name.';
COMMENT ON COLUMN aurea_patterns.onset_number IS 'Which onset the row shows, from 1.';
COMMENT ON COLUMN aurea_patterns.onset_at IS 'End of the window that completed the evidence of this onset.';
COMMENT ON COLUMN aurea_patterns.abated_at IS 'When this onset ended; null while it lasts.';
COMMENT ON COLUMN aurea_patterns.abated_reason IS 'Why it ended; null while it lasts.';
COMMENT ON COLUMN aurea_patterns.first_detected IS 'First onset.';
COMMENT ON COLUMN aurea_patterns.last_detected IS 'Last window that showed it.';
COMMENT ON COLUMN aurea_patterns.suspected_source IS 'The likely origin among related onsets; null when there is none.';
COMMENT ON COLUMN aurea_patterns.suspects IS 'Score of each candidate origin by source, [0, 1] each.';
COMMENT ON COLUMN aurea_patterns.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

CREATE TABLE aurea_pattern_onsets (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id        text NOT NULL,
    pattern_id       text NOT NULL,
    onset_number     bigint NOT NULL,
    revision         bigint NOT NULL DEFAULT 0,
    pattern_type     text NOT NULL,
    source           text,
    series           text,
    detected_at      timestamptz NOT NULL,
    abated_at        timestamptz,
    confidence       double precision CHECK (confidence BETWEEN 0 AND 1),
    impact_score     double precision CHECK (impact_score BETWEEN 0 AND 1),
    suspected_source text,
    CONSTRAINT aurea_pattern_onsets_key UNIQUE (tenant_id, pattern_id, onset_number)
);
CREATE INDEX aurea_pattern_onsets_detected_at ON aurea_pattern_onsets (detected_at DESC);

COMMENT ON TABLE aurea_pattern_onsets IS 'One row per onset of a pattern.';
COMMENT ON COLUMN aurea_pattern_onsets.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_pattern_onsets.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_pattern_onsets.pattern_id IS 'The identity it is an onset of, see aurea_patterns.';
COMMENT ON COLUMN aurea_pattern_onsets.onset_number IS 'Counts the onsets of the pattern from 1.';
COMMENT ON COLUMN aurea_pattern_onsets.revision IS 'Revision of the pattern the row was last written from.';
COMMENT ON COLUMN aurea_pattern_onsets.pattern_type IS 'What it looks like, e.g. DECLINING_SUCCESS_RATE, LEVEL_SHIFT, SILENT_SOURCE.';
COMMENT ON COLUMN aurea_pattern_onsets.source IS 'The source concerned; null when it is the tenant.';
COMMENT ON COLUMN aurea_pattern_onsets.series IS 'The series concerned; null when it is the source or tenant.';
COMMENT ON COLUMN aurea_pattern_onsets.detected_at IS 'End of the window that completed the evidence.';
COMMENT ON COLUMN aurea_pattern_onsets.abated_at IS 'When it ended; null while it lasts.';
COMMENT ON COLUMN aurea_pattern_onsets.confidence IS 'How sure, [0, 1].';
COMMENT ON COLUMN aurea_pattern_onsets.impact_score IS 'How much it matters, [0, 1].';
COMMENT ON COLUMN aurea_pattern_onsets.suspected_source IS 'The likely origin among related onsets; null when there is none.';

CREATE TABLE aurea_decisions (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id         text NOT NULL,
    decision_id       text NOT NULL,
    revision          bigint NOT NULL DEFAULT 0,
    cycle_number      bigint NOT NULL,
    state             text NOT NULL CHECK (state IN (
                          'PROPOSED', 'AWAITING_APPROVAL', 'REJECTED', 'EXPIRED', 'SUPPRESSED', 'DISPATCHED',
                          'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'VERIFIED', 'INEFFECTIVE', 'ESCALATED')),
    decision_type     text NOT NULL CHECK (decision_type IN (
                          'strategic', 'operational', 'tactical', 'emergency', 'financial', 'customer', 'technical',
                          'learning')),
    rule              text,
    action            text NOT NULL,
    target            text,
    parameters        jsonb NOT NULL DEFAULT '{}',
    description       text,
    confidence        double precision CHECK (confidence BETWEEN 0 AND 1),
    propensity        double precision CHECK (propensity > 0 AND propensity <= 1),
    impact            double precision CHECK (impact BETWEEN 0 AND 1),
    score             double precision,
    score_terms       jsonb NOT NULL DEFAULT '{}',
    trends            jsonb NOT NULL DEFAULT '[]',
    patterns          jsonb NOT NULL DEFAULT '[]',
    goals             jsonb NOT NULL DEFAULT '[]',
    alternatives      jsonb NOT NULL DEFAULT '[]',
    guards            jsonb NOT NULL DEFAULT '[]',
    requires_approval boolean NOT NULL DEFAULT false,
    dry_run           boolean NOT NULL DEFAULT false,
    autonomy_level    integer CHECK (autonomy_level IN (0, 25, 50, 75, 100)),
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    valid_until       timestamptz,
    approval_deadline timestamptz,
    settle_until      timestamptz,
    retry_of          text,
    attempt           integer NOT NULL DEFAULT 1,
    history           jsonb NOT NULL DEFAULT '[]',
    policy_version    bigint NOT NULL DEFAULT 0,
    CONSTRAINT aurea_decisions_key UNIQUE (tenant_id, decision_id)
);
CREATE INDEX aurea_decisions_decision_type ON aurea_decisions (decision_type);
CREATE INDEX aurea_decisions_state ON aurea_decisions (state);
CREATE INDEX aurea_decisions_created_at ON aurea_decisions (created_at DESC);

COMMENT ON TABLE aurea_decisions IS 'One row per decision, in its latest state, with all it rests on.';
COMMENT ON COLUMN aurea_decisions.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_decisions.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_decisions.decision_id IS 'Names the decision within the tenant.';
COMMENT ON COLUMN aurea_decisions.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN aurea_decisions.cycle_number IS 'The cycle that made it.';
COMMENT ON COLUMN aurea_decisions.state IS 'Where it is in its life: PROPOSED, AWAITING_APPROVAL, REJECTED, EXPIRED, SUPPRESSED, DISPATCHED, SUCCEEDED, FAILED, TIMED_OUT, VERIFIED, INEFFECTIVE or ESCALATED.';
COMMENT ON COLUMN aurea_decisions.decision_type IS 'Whose business it is: strategic, operational, tactical, emergency, financial, customer, technical or learning.';
COMMENT ON COLUMN aurea_decisions.rule IS 'The policy rule that proposed it.';
COMMENT ON COLUMN aurea_decisions.action IS 'What to do.';
COMMENT ON COLUMN aurea_decisions.target IS 'What to do it to.';
COMMENT ON COLUMN aurea_decisions.parameters IS 'How to do it, by name.';
COMMENT ON COLUMN aurea_decisions.description IS 'For a person.';
COMMENT ON COLUMN aurea_decisions.confidence IS 'Posterior mean that the action works here, [0, 1].';
COMMENT ON COLUMN aurea_decisions.propensity IS 'Probability with which it was chosen among its alternatives, (0, 1]; null when nothing was drawn.';
COMMENT ON COLUMN aurea_decisions.impact IS 'Expected impact, [0, 1].';
COMMENT ON COLUMN aurea_decisions.score IS 'What it was ranked by, the sum of score_terms.';
COMMENT ON COLUMN aurea_decisions.score_terms IS 'The terms of the score, by name.';
COMMENT ON COLUMN aurea_decisions.trends IS 'Array of the trend values it rests on, as source/name@window_end=value.';
COMMENT ON COLUMN aurea_decisions.patterns IS 'Array of the patterns it rests on, by id.';
COMMENT ON COLUMN aurea_decisions.goals IS 'Array of the goals it rests on, by id.';
COMMENT ON COLUMN aurea_decisions.alternatives IS 'Array of what else was possible: action, target, score, reason.';
COMMENT ON COLUMN aurea_decisions.guards IS 'Array of what every guard said at the last dispatch: guard, allowed, reason.';
COMMENT ON COLUMN aurea_decisions.requires_approval IS 'Whether a person has to say yes first.';
COMMENT ON COLUMN aurea_decisions.dry_run IS 'Whether it is only shown, never carried out.';
COMMENT ON COLUMN aurea_decisions.autonomy_level IS 'Autonomy in force: 0 MANUAL, 25 ASSISTED, 50 SUPERVISED, 75 AUTONOMOUS, 100 FULL_AUTO.';
COMMENT ON COLUMN aurea_decisions.created_at IS 'Made at.';
COMMENT ON COLUMN aurea_decisions.updated_at IS 'Last change.';
COMMENT ON COLUMN aurea_decisions.valid_until IS 'An executor that gets it later answers SKIPPED.';
COMMENT ON COLUMN aurea_decisions.approval_deadline IS 'Expires unapproved then; null without approval.';
COMMENT ON COLUMN aurea_decisions.settle_until IS 'Judged by the symptom then; null until dispatched.';
COMMENT ON COLUMN aurea_decisions.retry_of IS 'The decision this one tries again; null for a first attempt.';
COMMENT ON COLUMN aurea_decisions.attempt IS 'Counts the attempts from 1.';
COMMENT ON COLUMN aurea_decisions.history IS 'Array of all states so far, oldest first: state, entered_at, reason.';
COMMENT ON COLUMN aurea_decisions.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

CREATE TABLE aurea_outcomes (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id   text NOT NULL,
    decision_id text NOT NULL,
    status      text NOT NULL CHECK (status IN ('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'SKIPPED')),
    executor    text,
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz NOT NULL DEFAULT now(),
    message     text,
    error       text,
    details     jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT aurea_outcomes_key UNIQUE (tenant_id, decision_id)
);
CREATE INDEX aurea_outcomes_finished_at ON aurea_outcomes (finished_at DESC);

COMMENT ON TABLE aurea_outcomes IS 'One row per decision that an executor answered. Outcomes carry no revision: of several answers the last one in the log stays.';
COMMENT ON COLUMN aurea_outcomes.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_outcomes.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_outcomes.decision_id IS 'The decision this answers.';
COMMENT ON COLUMN aurea_outcomes.status IS 'How it ended: SUCCEEDED, FAILED, TIMED_OUT or SKIPPED.';
COMMENT ON COLUMN aurea_outcomes.executor IS 'Who carried it out.';
COMMENT ON COLUMN aurea_outcomes.started_at IS 'When the executor began.';
COMMENT ON COLUMN aurea_outcomes.finished_at IS 'When it ended.';
COMMENT ON COLUMN aurea_outcomes.message IS 'What was done, for a person.';
COMMENT ON COLUMN aurea_outcomes.error IS 'Error text of a failure; null otherwise.';
COMMENT ON COLUMN aurea_outcomes.details IS 'Anything else the executor wants kept, by name.';

CREATE TABLE aurea_learnings (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id      text NOT NULL,
    learning_id    text NOT NULL,
    revision       bigint NOT NULL DEFAULT 0,
    cycle_number   bigint NOT NULL,
    category       text NOT NULL,
    mistake        text,
    lesson         text,
    root_cause     text,
    impact         text CHECK (impact IN ('high', 'medium', 'low')),
    decision_id    text,
    pattern_id     text,
    details        jsonb NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL DEFAULT now(),
    policy_version bigint NOT NULL DEFAULT 0,
    CONSTRAINT aurea_learnings_key UNIQUE (tenant_id, learning_id)
);
CREATE INDEX aurea_learnings_created_at ON aurea_learnings (created_at DESC);

COMMENT ON TABLE aurea_learnings IS 'One row per thing learned.';
COMMENT ON COLUMN aurea_learnings.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_learnings.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_learnings.learning_id IS 'Names the learning within the tenant.';
COMMENT ON COLUMN aurea_learnings.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN aurea_learnings.cycle_number IS 'The cycle that learned it.';
COMMENT ON COLUMN aurea_learnings.category IS 'What it is about.';
COMMENT ON COLUMN aurea_learnings.mistake IS 'What went wrong.';
COMMENT ON COLUMN aurea_learnings.lesson IS 'What follows.';
COMMENT ON COLUMN aurea_learnings.root_cause IS 'Why it went wrong.';
COMMENT ON COLUMN aurea_learnings.impact IS 'high, medium or low.';
COMMENT ON COLUMN aurea_learnings.decision_id IS 'The decision it came from; null when it came from none.';
COMMENT ON COLUMN aurea_learnings.pattern_id IS 'The pattern it is about; null when it is about none.';
COMMENT ON COLUMN aurea_learnings.details IS 'The numbers behind it, by name.';
COMMENT ON COLUMN aurea_learnings.created_at IS 'When it was learned.';
COMMENT ON COLUMN aurea_learnings.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

CREATE TABLE unified_brain (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id    text NOT NULL,
    key          text NOT NULL,
    revision     bigint NOT NULL DEFAULT 0,
    value        jsonb NOT NULL,
    category     text,
    priority     text CHECK (priority IN ('low', 'medium', 'high', 'critical')),
    source       text,
    importance   double precision CHECK (importance BETWEEN 0 AND 1),
    tags         jsonb NOT NULL DEFAULT '[]',
    expires_at   timestamptz,
    last_updated timestamptz NOT NULL DEFAULT now(),
    search       tsvector GENERATED ALWAYS AS (
                     setweight(to_tsvector('english', key), 'A')
                     || setweight(to_tsvector('english', coalesce(category, '')), 'B')
                     || setweight(jsonb_to_tsvector('english', tags, '["string"]'), 'B')
                     || setweight(jsonb_to_tsvector('english', value, '["string", "numeric", "key"]'), 'C')) STORED,
    CONSTRAINT unified_brain_key UNIQUE (tenant_id, key)
);
CREATE INDEX unified_brain_search ON unified_brain USING gin (search);
CREATE INDEX unified_brain_category ON unified_brain (category);

COMMENT ON TABLE unified_brain IS 'What the loop remembers. To search: WHERE search @@ websearch_to_tsquery(''english'', ''timeout payment'').';
COMMENT ON COLUMN unified_brain.id IS 'Surrogate key, random.';
COMMENT ON COLUMN unified_brain.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN unified_brain.key IS 'Names the entry within the tenant.';
COMMENT ON COLUMN unified_brain.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN unified_brain.value IS 'The entry.';
COMMENT ON COLUMN unified_brain.category IS 'E.g. aurea_metrics, pattern, self_improvement.';
COMMENT ON COLUMN unified_brain.priority IS 'low, medium, high or critical.';
COMMENT ON COLUMN unified_brain.source IS 'Which part of the loop wrote it.';
COMMENT ON COLUMN unified_brain.importance IS '[0, 1].';
COMMENT ON COLUMN unified_brain.tags IS 'Array of words to find it by.';
COMMENT ON COLUMN unified_brain.expires_at IS 'Forgotten then; null: never.';
COMMENT ON COLUMN unified_brain.last_updated IS 'Last change.';
COMMENT ON COLUMN unified_brain.search IS 'Words of key, category, tags and value, weighted A to C; kept by PostgreSQL.';

CREATE TABLE aurea_sink_offsets (
    connector   text NOT NULL,
    topic       text NOT NULL,
    partition   integer NOT NULL,
    next_offset bigint,
    epoch       bigint NOT NULL DEFAULT 1,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (connector, topic, partition)
);

COMMENT ON TABLE aurea_sink_offsets IS 'How far the sink connector has read, moved in the transaction that stores the rows: this is what makes it exactly once.';
COMMENT ON COLUMN aurea_sink_offsets.connector IS 'Name of the connector.';
COMMENT ON COLUMN aurea_sink_offsets.topic IS 'Kafka topic.';
COMMENT ON COLUMN aurea_sink_offsets.partition IS 'Kafka partition, from 0.';
COMMENT ON COLUMN aurea_sink_offsets.next_offset IS 'Offset of the next record to read: everything below it is stored or in the dead letter queue; null before the first.';
COMMENT ON COLUMN aurea_sink_offsets.epoch IS 'Counts the tasks that took the partition over; one that finds a higher number than its own stops.';
COMMENT ON COLUMN aurea_sink_offsets.updated_at IS 'Last change.';
