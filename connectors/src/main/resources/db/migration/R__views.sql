-- V8 and V10 drop these: a migration that replaces a table needs a change here, so that they are made anew.
-- Views for analysts. Dropped first, since CREATE OR REPLACE can neither remove nor reorder columns.
DROP VIEW IF EXISTS v_cycles, v_tenants, v_success_rate_hourly, v_open_decisions, v_active_goals, v_active_patterns,
    v_decisions, v_patterns, v_goals, v_learnings, v_incidents, v_approvals, v_actions;

CREATE VIEW v_cycles AS
SELECT tenant_id,
       cycle_number,
       window_start,
       window_end,
       idle,
       complete,
       observations_count,
       attempts,
       round((100 * success_rate)::numeric, 2)        AS success_percent,
       round((100 * success_rate_low)::numeric, 2)    AS success_percent_low,
       round((100 * success_rate_high)::numeric, 2)   AS success_percent_high,
       round((100 * action_success_rate)::numeric, 2) AS action_success_percent,
       round(health_score::numeric, 1)                AS health_score,
       decisions_count,
       patterns_detected,
       autonomy_level
FROM aurea_cycle_metrics
ORDER BY window_end DESC, tenant_id;

COMMENT ON VIEW v_cycles IS 'Cycles of all tenants, newest first.';
COMMENT ON COLUMN v_cycles.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_cycles.cycle_number IS 'Counts the cycles of the tenant from 1.';
COMMENT ON COLUMN v_cycles.window_start IS 'Start of the window, inclusive.';
COMMENT ON COLUMN v_cycles.window_end IS 'End of the window, exclusive.';
COMMENT ON COLUMN v_cycles.idle IS 'True when nothing was observed; rates are null then.';
COMMENT ON COLUMN v_cycles.complete IS 'Whether nothing more can change.';
COMMENT ON COLUMN v_cycles.observations_count IS 'Observations in the window.';
COMMENT ON COLUMN v_cycles.attempts IS 'OPERATION observations in the window.';
COMMENT ON COLUMN v_cycles.success_percent IS 'Share of attempts that succeeded, percent, [0, 100]; null without attempts.';
COMMENT ON COLUMN v_cycles.success_percent_low IS 'Lower end of its 95 % interval, percent.';
COMMENT ON COLUMN v_cycles.success_percent_high IS 'Upper end of its 95 % interval, percent.';
COMMENT ON COLUMN v_cycles.action_success_percent IS 'Share of executed actions that succeeded, percent, [0, 100]; null without actions.';
COMMENT ON COLUMN v_cycles.health_score IS 'Health, [0, 100]; null without data.';
COMMENT ON COLUMN v_cycles.decisions_count IS 'Decisions made in the cycle.';
COMMENT ON COLUMN v_cycles.patterns_detected IS 'Array of the types of the patterns present.';
COMMENT ON COLUMN v_cycles.autonomy_level IS 'Autonomy in force: 0, 25, 50, 75 or 100.';

CREATE VIEW v_tenants AS
SELECT DISTINCT ON (tenant_id)
       tenant_id,
       cycle_number                            AS cycles,
       window_end                              AS last_window_end,
       idle,
       round((100 * success_rate)::numeric, 2) AS success_percent,
       round(health_score::numeric, 1)         AS health_score,
       autonomy_level,
       policy_version
FROM aurea_cycle_metrics
ORDER BY tenant_id, cycle_number DESC;

COMMENT ON VIEW v_tenants IS 'Every tenant with its latest cycle.';
COMMENT ON COLUMN v_tenants.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_tenants.cycles IS 'Number of the latest cycle, and so of cycles.';
COMMENT ON COLUMN v_tenants.last_window_end IS 'End of the latest window, exclusive.';
COMMENT ON COLUMN v_tenants.idle IS 'True when nothing was observed in the latest cycle.';
COMMENT ON COLUMN v_tenants.success_percent IS 'Success rate of the latest cycle, percent, [0, 100]; null without attempts.';
COMMENT ON COLUMN v_tenants.health_score IS 'Health in the latest cycle, [0, 100]; null without data.';
COMMENT ON COLUMN v_tenants.autonomy_level IS 'Autonomy in force: 0, 25, 50, 75 or 100.';
COMMENT ON COLUMN v_tenants.policy_version IS 'Version of the policy in force; 0 is the built-in one.';

CREATE VIEW v_success_rate_hourly AS
SELECT tenant_id,
       date_trunc('hour', window_start, 'UTC')                                 AS hour,
       count(*)                                                                AS cycles,
       count(*) FILTER (WHERE idle)                                            AS idle_cycles,
       sum(observations_count)::bigint                                         AS observations,
       sum(attempts)::bigint                                                   AS attempts,
       sum(successes)::bigint                                                  AS successes,
       round(100.0 * sum(successes) / nullif(sum(attempts), 0), 2)             AS success_percent
FROM aurea_cycle_metrics
GROUP BY tenant_id, date_trunc('hour', window_start, 'UTC')
ORDER BY hour DESC, tenant_id;

COMMENT ON VIEW v_success_rate_hourly IS 'Success rate per tenant and hour, from the sums of its cycles (a mean of rates would give a quiet cycle the weight of a busy one).';
COMMENT ON COLUMN v_success_rate_hourly.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_success_rate_hourly.hour IS 'Start of the hour, UTC; a cycle belongs to the hour it began in.';
COMMENT ON COLUMN v_success_rate_hourly.cycles IS 'Cycles in the hour.';
COMMENT ON COLUMN v_success_rate_hourly.idle_cycles IS 'Cycles in which nothing was observed.';
COMMENT ON COLUMN v_success_rate_hourly.observations IS 'Observations in the hour.';
COMMENT ON COLUMN v_success_rate_hourly.attempts IS 'OPERATION observations in the hour.';
COMMENT ON COLUMN v_success_rate_hourly.successes IS 'Those that succeeded.';
COMMENT ON COLUMN v_success_rate_hourly.success_percent IS 'successes / attempts, percent, [0, 100]; null without attempts.';

CREATE VIEW v_open_decisions AS
SELECT tenant_id,
       decision_id,
       state,
       decision_type,
       action,
       target,
       description,
       round(confidence::numeric, 3) AS confidence,
       dry_run,
       created_at,
       approval_deadline,
       valid_until,
       settle_until
FROM aurea_decisions
WHERE state IN ('PROPOSED', 'AWAITING_APPROVAL', 'DISPATCHED') OR state = 'SUCCEEDED' AND judged
ORDER BY created_at DESC, tenant_id, decision_id;

COMMENT ON VIEW v_open_decisions IS 'Decisions that are not over: approval, execution or the verdict is due. Newest first.';
COMMENT ON COLUMN v_open_decisions.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_open_decisions.decision_id IS 'Names the decision.';
COMMENT ON COLUMN v_open_decisions.state IS 'PROPOSED, AWAITING_APPROVAL, DISPATCHED or SUCCEEDED (not yet verified).';
COMMENT ON COLUMN v_open_decisions.decision_type IS 'The kind of concern.';
COMMENT ON COLUMN v_open_decisions.action IS 'What to do.';
COMMENT ON COLUMN v_open_decisions.target IS 'What to act on.';
COMMENT ON COLUMN v_open_decisions.description IS 'For a person.';
COMMENT ON COLUMN v_open_decisions.confidence IS 'With 95 % certainty the action helps here with at least this probability, [0, 1].';
COMMENT ON COLUMN v_open_decisions.dry_run IS 'Whether it is only shown, never carried out.';
COMMENT ON COLUMN v_open_decisions.created_at IS 'When it was made.';
COMMENT ON COLUMN v_open_decisions.approval_deadline IS 'It expires unless approved by then.';
COMMENT ON COLUMN v_open_decisions.valid_until IS 'An executor that gets it later answers SKIPPED.';
COMMENT ON COLUMN v_open_decisions.settle_until IS 'When it is judged by the symptom.';

CREATE VIEW v_active_goals AS
SELECT tenant_id,
       goal_id,
       goal_type,
       description,
       target_metric,
       baseline_value,
       current_value,
       target_value,
       round(progress::numeric, 1) AS progress_percent,
       priority,
       deadline,
       created_at
FROM aurea_autonomous_goals
WHERE status = 'active'
ORDER BY priority DESC, deadline, tenant_id, goal_id;

COMMENT ON VIEW v_active_goals IS 'Active goals, most important first.';
COMMENT ON COLUMN v_active_goals.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_active_goals.goal_id IS 'Names the goal.';
COMMENT ON COLUMN v_active_goals.goal_type IS 'What it is about.';
COMMENT ON COLUMN v_active_goals.description IS 'For a person.';
COMMENT ON COLUMN v_active_goals.target_metric IS 'The metric to move.';
COMMENT ON COLUMN v_active_goals.baseline_value IS 'The metric when the goal was set, in its own unit.';
COMMENT ON COLUMN v_active_goals.current_value IS 'The metric now; null while there is no data.';
COMMENT ON COLUMN v_active_goals.target_value IS 'Where the metric should be.';
COMMENT ON COLUMN v_active_goals.progress_percent IS 'From baseline to target, percent, [0, 100].';
COMMENT ON COLUMN v_active_goals.priority IS '1 (low) to 10 (high).';
COMMENT ON COLUMN v_active_goals.deadline IS 'The goal fails unless achieved by then.';
COMMENT ON COLUMN v_active_goals.created_at IS 'When it was set.';

CREATE VIEW v_active_patterns AS
SELECT tenant_id,
       pattern_type,
       source,
       series,
       pattern_description,
       round(confidence::numeric, 3)   AS confidence,
       round(impact_score::numeric, 3) AS impact_score,
       frequency,
       onset_at,
       last_detected,
       suspected_source
FROM aurea_patterns
WHERE state <> 'ABATED'
ORDER BY onset_at DESC, tenant_id, pattern_id;

COMMENT ON VIEW v_active_patterns IS 'Active patterns, latest onset first.';
COMMENT ON COLUMN v_active_patterns.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_active_patterns.pattern_type IS 'What it looks like.';
COMMENT ON COLUMN v_active_patterns.source IS 'The source concerned; null when it is the tenant.';
COMMENT ON COLUMN v_active_patterns.series IS 'The series concerned; null when it is the source or tenant.';
COMMENT ON COLUMN v_active_patterns.pattern_description IS 'For a person.';
COMMENT ON COLUMN v_active_patterns.confidence IS 'How sure, [0, 1].';
COMMENT ON COLUMN v_active_patterns.impact_score IS 'How much it matters, [0, 1].';
COMMENT ON COLUMN v_active_patterns.frequency IS 'Onsets so far.';
COMMENT ON COLUMN v_active_patterns.onset_at IS 'End of the window that completed the evidence.';
COMMENT ON COLUMN v_active_patterns.last_detected IS 'Last window that showed it.';
COMMENT ON COLUMN v_active_patterns.suspected_source IS 'The likely origin among related onsets; null when there is none.';

-- The lists of the command line (./aurea decisions, patterns, goals, learnings): one row for each, with every column.

CREATE VIEW v_decisions AS
SELECT d.tenant_id,
       d.decision_id,
       d.state,
       d.updated_at,
       d.history -> -1 ->> 'reason' AS state_reason,
       d.state IN ('PROPOSED', 'AWAITING_APPROVAL', 'DISPATCHED') OR d.state = 'SUCCEEDED' AND d.judged AS open,
       CASE d.state
           WHEN 'AWAITING_APPROVAL' THEN d.approval_deadline
           WHEN 'DISPATCHED' THEN d.outcome_deadline
           WHEN 'SUCCEEDED' THEN CASE WHEN d.judged THEN d.settle_until END
       END AS next_at,
       d.decision_type,
       d.action,
       d.target,
       d.parameters,
       d.description,
       d.created_at,
       d.incident_id,
       d.cycle_number,
       d.symptom,
       d.pattern_type,
       d.symptom_source,
       d.symptom_series,
       d.onset_at,
       d.trends,
       d.patterns,
       d.goals,
       d.rule,
       d.policy_version,
       d.confidence,
       d.confidence_threshold,
       d.min_confidence,
       d.context,
       d.prior_mean,
       d.prior_weight,
       d.propensity,
       d.propensity_draws,
       d.impact,
       d.score,
       d.score_terms,
       d.alternatives,
       d.effect_metric,
       d.effect_measure,
       d.effect_direction,
       d.effect_size,
       d.effect_before,
       d.effect_before_attempts,
       d.effect_baseline,
       d.effect_spread,
       d.effect_attempts,
       d.effect_counted,
       d.guards,
       d.autonomy_level,
       d.requires_approval,
       d.approval_below,
       d.dry_run,
       d.judged,
       d.reversible,
       d.cost,
       d.attempt,
       d.max_attempts,
       d.retry_of,
       d.approval_deadline,
       d.approved_by,
       d.valid_until,
       d.outcome_deadline,
       d.settle_until,
       d.works_from,
       d.symptom_before,
       d.symptom_reference,
       d.symptom_gone_at,
       d.symptom_calm_attempts,
       d.symptom_calm_failures,
       d.symptom_end,
       d.failure_class,
       o.status      AS outcome_status,
       o.executor,
       o.started_at  AS outcome_started_at,
       o.finished_at AS outcome_finished_at,
       o.message     AS outcome_message,
       o.error       AS outcome_error,
       d.history
FROM aurea_decisions d
LEFT JOIN aurea_outcomes o USING (tenant_id, decision_id);

COMMENT ON VIEW v_decisions IS 'Every decision in its latest state, with what it rests on and its outcome.';
COMMENT ON COLUMN v_decisions.state_reason IS 'Why it is in this state.';
COMMENT ON COLUMN v_decisions.open IS 'Whether it is not over: approval, execution or the verdict is due.';
COMMENT ON COLUMN v_decisions.next_at IS 'When its next step is due: the deadline of the approval or of the outcome, or the end of the settle time; null when it is over.';
COMMENT ON COLUMN v_decisions.outcome_status IS 'How it ended, by the executor: SUCCEEDED, FAILED, TIMED_OUT or SKIPPED; null without an answer.';
COMMENT ON COLUMN v_decisions.executor IS 'Who carried it out; null without an answer.';
COMMENT ON COLUMN v_decisions.outcome_started_at IS 'When the executor began; null without an answer.';
COMMENT ON COLUMN v_decisions.outcome_finished_at IS 'When the executor ended; null without an answer.';
COMMENT ON COLUMN v_decisions.outcome_message IS 'What was done, for a person; null without an answer.';
COMMENT ON COLUMN v_decisions.outcome_error IS 'Error text of a failure; null otherwise.';

CREATE VIEW v_patterns AS
SELECT tenant_id,
       pattern_id,
       state,
       pattern_type,
       source,
       series,
       pattern_description,
       confidence,
       impact_score,
       suspected_source,
       suspects,
       frequency,
       onset_number,
       onset_at,
       abated_at,
       abated_reason,
       first_detected,
       last_detected,
       pattern_data,
       policy_version,
       incident_id
FROM aurea_patterns;

COMMENT ON VIEW v_patterns IS 'Every pattern in its latest state.';

CREATE VIEW v_goals AS
SELECT tenant_id,
       goal_id,
       status,
       goal_type,
       description,
       target_metric,
       baseline_value,
       current_value,
       target_value,
       progress,
       priority,
       deadline,
       created_at,
       updated_at,
       achieved_at,
       rule,
       policy_version
FROM aurea_autonomous_goals;

COMMENT ON VIEW v_goals IS 'Every goal in its latest state.';

CREATE VIEW v_learnings AS
SELECT tenant_id,
       learning_id,
       created_at,
       cycle_number,
       category,
       impact,
       mistake,
       lesson,
       root_cause,
       decision_id,
       pattern_id,
       details,
       policy_version
FROM aurea_learnings;

COMMENT ON VIEW v_learnings IS 'All learnings.';

-- Columns that these views take over unchanged keep their comments.
DO $$
DECLARE
    kept record;
BEGIN
    FOR kept IN
        SELECT shown.attrelid::regclass AS view, shown.attname AS name, col_description(base.attrelid, base.attnum) AS says
        FROM (VALUES ('v_decisions'::regclass, 'aurea_decisions'::regclass), ('v_patterns', 'aurea_patterns'),
                     ('v_goals', 'aurea_autonomous_goals'), ('v_learnings', 'aurea_learnings')) AS pair (of_view, of_table)
        JOIN pg_attribute shown ON shown.attrelid = of_view AND shown.attnum > 0
        JOIN pg_attribute base ON base.attrelid = of_table AND base.attname = shown.attname
    LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', kept.view, kept.name, kept.says);
    END LOOP;
END
$$;

CREATE VIEW v_incidents AS
SELECT tenant_id,
       incident_id,
       state,
       suspected_origin,
       candidates,
       round(severity::numeric, 3)                    AS severity,
       opened_at,
       ended_at,
       ended_how,
       coalesce(ended_at, updated_at) - opened_at     AS lasted,
       escalated,
       acknowledged_by,
       acknowledged_why,
       acknowledged_at,
       acknowledged_until,
       called_at,
       reminders,
       patterns_count,
       (SELECT array_agg(DISTINCT p ->> 'source' ORDER BY p ->> 'source')
        FROM jsonb_array_elements(patterns) p
        WHERE p ->> 'source' IS NOT NULL)             AS sources,
       jsonb_array_length(decisions)                  AS decisions_count,
       (SELECT d ->> 'decision_id'
        FROM jsonb_array_elements(decisions) d
        WHERE d ->> 'state' = 'AWAITING_APPROVAL'
        LIMIT 1)                                      AS question,
       round((100 * success_before)::numeric, 2)      AS success_percent_before,
       round((100 * success_worst)::numeric, 2)       AS success_percent_worst,
       round((100 * success_now)::numeric, 2)         AS success_percent_now,
       patterns,
       decisions,
       denials,
       changes,
       timeline,
       merged_into,
       updated_at,
       policy_version
FROM aurea_incidents
ORDER BY state <> 'ENDED' DESC, escalated AND state <> 'ENDED' DESC, opened_at DESC, tenant_id, incident_id;

COMMENT ON VIEW v_incidents IS 'Incidents, the open ones first, of these the escalated ones, then the newest.';
COMMENT ON COLUMN v_incidents.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_incidents.incident_id IS 'Names the incident within the tenant.';
COMMENT ON COLUMN v_incidents.state IS 'OPEN, ACKNOWLEDGED (open, and a person looks at it) or ENDED.';
COMMENT ON COLUMN v_incidents.suspected_origin IS 'The source where it most likely began; null when it is the tenant.';
COMMENT ON COLUMN v_incidents.candidates IS 'Score of each source that may be the origin, [0, 1].';
COMMENT ON COLUMN v_incidents.severity IS 'How much it matters, the most so far, [0, 1].';
COMMENT ON COLUMN v_incidents.opened_at IS 'When its first pattern set on.';
COMMENT ON COLUMN v_incidents.ended_at IS 'When its last pattern ended or a person closed it; null while it is open.';
COMMENT ON COLUMN v_incidents.ended_how IS 'CURED, BY_ITSELF, ACCEPTED, RETIRED, MERGED or CLOSED; null while it is open.';
COMMENT ON COLUMN v_incidents.lasted IS 'From its first pattern to its end, or to its last change.';
COMMENT ON COLUMN v_incidents.escalated IS 'Whether a person has been called, since the loop can do nothing more.';
COMMENT ON COLUMN v_incidents.acknowledged_by IS 'Who last said that he looks at it; null if nobody has.';
COMMENT ON COLUMN v_incidents.acknowledged_why IS 'Why nobody else needs to.';
COMMENT ON COLUMN v_incidents.acknowledged_at IS 'When that was said.';
COMMENT ON COLUMN v_incidents.acknowledged_until IS 'When it is OPEN again; null: not before it has ended.';
COMMENT ON COLUMN v_incidents.called_at IS 'Since when it waits for a person; null while nobody is needed.';
COMMENT ON COLUMN v_incidents.reminders IS 'How many reminders there have been since called_at.';
COMMENT ON COLUMN v_incidents.patterns_count IS 'How many patterns have been its.';
COMMENT ON COLUMN v_incidents.sources IS 'Array of the sources of its patterns, sorted.';
COMMENT ON COLUMN v_incidents.decisions_count IS 'How many decisions it has had, at most 50.';
COMMENT ON COLUMN v_incidents.question IS 'The decision that waits for a person; null without one.';
COMMENT ON COLUMN v_incidents.success_percent_before IS 'Median success rate of the ten cycles before it, percent; null without one.';
COMMENT ON COLUMN v_incidents.success_percent_worst IS 'The lowest success rate of its cycles, percent; null without one.';
COMMENT ON COLUMN v_incidents.success_percent_now IS 'Success rate of its last cycle, percent; null without one.';
COMMENT ON COLUMN v_incidents.patterns IS 'Array of its patterns: pattern_id, pattern_type, source, series, onset_at, on, abated_at, abated_reason, weight.';
COMMENT ON COLUMN v_incidents.decisions IS 'Array of its decisions: decision_id, action, target, state, open, symptom, updated_at.';
COMMENT ON COLUMN v_incidents.denials IS 'Array of what guards have denied: guard, what, reason, count, first_at, last_at.';
COMMENT ON COLUMN v_incidents.changes IS 'Array of the changes that may have caused it, likeliest first: source, name, kind, at, version, version_before, who, link, score.';
COMMENT ON COLUMN v_incidents.timeline IS 'Array of what has happened, oldest first: at, what.';
COMMENT ON COLUMN v_incidents.merged_into IS 'The incident that it turned out to belong to.';
COMMENT ON COLUMN v_incidents.updated_at IS 'When this state was reached.';
COMMENT ON COLUMN v_incidents.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

CREATE VIEW v_approvals AS
SELECT d.tenant_id,
       d.decision_id,
       d.incident_id,
       (d.history -> asked.step ->> 'entered_at')::timestamptz  AS asked_at,
       d.description                                            AS question,
       d.action,
       d.target,
       d.pattern_type,
       d.symptom,
       d.confidence,
       d.approval_deadline,
       CASE d.history -> (asked.step + 1) ->> 'state'
           WHEN 'DISPATCHED' THEN 'APPROVED'
           WHEN 'SUPPRESSED' THEN 'DENIED'
           ELSE d.history -> (asked.step + 1) ->> 'state'
       END                                                      AS answer,
       coalesce(c.issued_by, d.approved_by)                     AS answered_by,
       c.reason                                                 AS answer_reason,
       (d.history -> (asked.step + 1) ->> 'entered_at')::timestamptz AS answered_at,
       (d.history -> (asked.step + 1) ->> 'entered_at')::timestamptz
           - (d.history -> asked.step ->> 'entered_at')::timestamptz AS waited,
       d.state,
       d.history -> -1 ->> 'reason'                             AS state_reason,
       d.updated_at
FROM aurea_decisions d
CROSS JOIN LATERAL (
    SELECT min(h.number)::integer - 1 AS step
    FROM jsonb_array_elements(d.history) WITH ORDINALITY AS h (entry, number)
    WHERE h.entry ->> 'state' = 'AWAITING_APPROVAL') AS asked
LEFT JOIN LATERAL (
    SELECT issued_by, reason
    FROM aurea_commands
    WHERE tenant_id = d.tenant_id AND decision_id = d.decision_id
      AND kind IN ('APPROVE', 'REJECT') AND result IN ('DONE', 'DENIED')
    ORDER BY answered_at
    LIMIT 1) AS c ON true
WHERE d.approval_deadline IS NOT NULL
ORDER BY d.created_at DESC, d.tenant_id, d.decision_id;

COMMENT ON VIEW v_approvals IS 'Every question to a person, newest first: what was asked, who answered, how and after how long, and what came of it.';
COMMENT ON COLUMN v_approvals.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_approvals.decision_id IS 'The decision that was asked for.';
COMMENT ON COLUMN v_approvals.incident_id IS 'The incident that it is about; null for what concerns none.';
COMMENT ON COLUMN v_approvals.asked_at IS 'When a person was asked.';
COMMENT ON COLUMN v_approvals.question IS 'What the action is to do; for a person.';
COMMENT ON COLUMN v_approvals.action IS 'What to do.';
COMMENT ON COLUMN v_approvals.target IS 'What to act on.';
COMMENT ON COLUMN v_approvals.pattern_type IS 'Type of the pattern it responds to; empty for a goal or the tenant''s numbers.';
COMMENT ON COLUMN v_approvals.symptom IS 'What it responds to: the id of a pattern or goal, or rule:name.';
COMMENT ON COLUMN v_approvals.confidence IS 'With 95 % certainty the action helps here with at least this probability, [0, 1].';
COMMENT ON COLUMN v_approvals.approval_deadline IS 'It expires unless answered by then.';
COMMENT ON COLUMN v_approvals.answer IS 'APPROVED, REJECTED, DENIED (approved, but a guard no longer allows it) or EXPIRED (not answered in time, or no longer needed); null while it waits.';
COMMENT ON COLUMN v_approvals.answered_by IS 'Who answered; null for nobody, and for a rejection whose row in aurea_commands is gone or older than that table.';
COMMENT ON COLUMN v_approvals.answer_reason IS 'Why, by whoever answered; null as answered_by.';
COMMENT ON COLUMN v_approvals.answered_at IS 'When it was answered or expired; null while it waits.';
COMMENT ON COLUMN v_approvals.waited IS 'From the question to that; null while it waits.';
COMMENT ON COLUMN v_approvals.state IS 'What has come of it: the state of the decision.';
COMMENT ON COLUMN v_approvals.state_reason IS 'Why it is in this state.';
COMMENT ON COLUMN v_approvals.updated_at IS 'When it reached this state.';

CREATE VIEW v_actions AS
SELECT tenant_id,
       action,
       target,
       pattern_type,
       count(*)                                                             AS tried,
       count(*) FILTER (WHERE ended = 'CURED')                              AS cured,
       count(*) FILTER (WHERE ended = 'FAILED')                             AS failed,
       count(*) FILTER (WHERE ended = 'TOO_LATE')                           AS too_late,
       count(*) FILTER (WHERE ended = 'OPEN')                               AS open,
       round(100.0 * count(*) FILTER (WHERE ended = 'CURED')
             / nullif(count(*) FILTER (WHERE ended IN ('CURED', 'FAILED')), 0), 2) AS success_percent,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY healed_after)
           FILTER (WHERE ended = 'CURED')                                   AS median_time_to_heal,
       max(dispatched_at)                                                   AS last_tried_at
FROM (SELECT tenant_id, action, target, pattern_type,
             outcome_deadline - timeout_ms * interval '1 millisecond'       AS dispatched_at,
             symptom_gone_at - (outcome_deadline - timeout_ms * interval '1 millisecond') AS healed_after,
             CASE state
                 WHEN 'VERIFIED' THEN 'CURED'
                 WHEN 'RECOVERED_BEFORE' THEN 'TOO_LATE'
                 WHEN 'DISPATCHED' THEN 'OPEN'
                 WHEN 'SUCCEEDED' THEN 'OPEN'
                 WHEN 'FAILED' THEN 'FAILED'
                 WHEN 'TIMED_OUT' THEN 'FAILED'
                 WHEN 'INEFFECTIVE' THEN 'FAILED'
                 WHEN 'ESCALATED' THEN CASE WHEN history @> '[{"state": "EXPIRED"}]' THEN 'UNJUDGED' ELSE 'FAILED' END
                 ELSE 'UNJUDGED'
             END                                                            AS ended
      FROM aurea_decisions
      WHERE outcome_deadline IS NOT NULL AND judged AND NOT dry_run) AS tries
GROUP BY tenant_id, action, target, pattern_type
ORDER BY tenant_id, action, target, pattern_type;

COMMENT ON VIEW v_actions IS 'What has worked for what: every action that was carried out against a symptom, by target and type of pattern. What only informs is left out.';
COMMENT ON COLUMN v_actions.tenant_id IS 'Whose data this is.';
COMMENT ON COLUMN v_actions.action IS 'What was done.';
COMMENT ON COLUMN v_actions.target IS 'What was acted on.';
COMMENT ON COLUMN v_actions.pattern_type IS 'Type of the pattern it was done about; empty for a goal or the tenant''s numbers.';
COMMENT ON COLUMN v_actions.tried IS 'How often it was dispatched, [1, ..).';
COMMENT ON COLUMN v_actions.cured IS 'How often the symptom was gone because of it (VERIFIED).';
COMMENT ON COLUMN v_actions.failed IS 'How often it failed, timed out or did not help (FAILED, TIMED_OUT, INEFFECTIVE).';
COMMENT ON COLUMN v_actions.too_late IS 'How often the symptom was gone before it could have worked (RECOVERED_BEFORE); counts neither way.';
COMMENT ON COLUMN v_actions.open IS 'How often its outcome or verdict is still due.';
COMMENT ON COLUMN v_actions.success_percent IS 'cured / (cured + failed), percent, [0, 100]; null without either.';
COMMENT ON COLUMN v_actions.median_time_to_heal IS 'Median time of the cured ones from the dispatch to the first window without the symptom; null without any.';
COMMENT ON COLUMN v_actions.last_tried_at IS 'When it was dispatched last.';
