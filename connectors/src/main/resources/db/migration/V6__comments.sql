-- Clearer comments.

COMMENT ON COLUMN aurea_cycle_metrics.idle IS 'True when no observation fell into the window. An idle cycle has no rates: nothing observed does not mean healthy.';
COMMENT ON COLUMN aurea_cycle_metrics.actions_executed IS 'Outcomes of those decisions that report an action carried out: successful plus failed.';
COMMENT ON COLUMN aurea_cycle_metrics.health_score IS 'Health of the tenant, [0, 100]; null without data. A silent series counts as it last was for the policy''s health.memory.';
COMMENT ON COLUMN aurea_cycle_metrics.health_components IS 'Components of the health score by name, [0, 100] each; one without data is absent.';
COMMENT ON COLUMN aurea_cycle_metrics.patterns_detected IS 'Array of the types of the patterns that set on or continued in the cycle, sorted.';
COMMENT ON COLUMN aurea_cycle_metrics.latency_mean_ms IS 'Mean duration of the window''s successful OPERATION observations, milliseconds; null without any.';
COMMENT ON COLUMN aurea_cycle_metrics.latency_p95_ms IS '95th percentile of the slowest operation, milliseconds: the highest p95 among the window''s OPERATION series; null without any.';

COMMENT ON COLUMN aurea_autonomous_goals.created_at IS 'When it was set.';
COMMENT ON COLUMN aurea_autonomous_goals.achieved_at IS 'When it was achieved; null until then.';
COMMENT ON COLUMN aurea_autonomous_goals.deadline IS 'The goal fails unless achieved by then.';

COMMENT ON COLUMN aurea_patterns.pattern_id IS 'Identifies the pattern: same type, source and series, same id.';

COMMENT ON TABLE aurea_decisions IS 'One row per decision, in its latest state, with everything it rests on.';
COMMENT ON COLUMN aurea_decisions.state IS 'Where it is in its life: PROPOSED, AWAITING_APPROVAL, REJECTED, EXPIRED, SUPPRESSED, DISPATCHED, SUCCEEDED, FAILED, TIMED_OUT, VERIFIED, INEFFECTIVE, ESCALATED or RECOVERED_BEFORE: the symptom was gone before the action could have worked.';
COMMENT ON COLUMN aurea_decisions.decision_type IS 'The kind of concern: strategic, operational, tactical, emergency, financial, customer, technical or learning.';
COMMENT ON COLUMN aurea_decisions.target IS 'What to act on.';
COMMENT ON COLUMN aurea_decisions.confidence IS 'With 95 % certainty the action helps here with at least this probability (5 % quantile of the posterior), [0, 1]; for one that only informs, as its rule states.';
COMMENT ON COLUMN aurea_decisions.alternatives IS 'Array of the alternatives: action, target, score, reason.';
COMMENT ON COLUMN aurea_decisions.guards IS 'Array of the verdicts of every guard at the last dispatch: guard, allowed, reason.';
COMMENT ON COLUMN aurea_decisions.requires_approval IS 'Whether a person has to approve it first.';
COMMENT ON COLUMN aurea_decisions.created_at IS 'When it was made.';
COMMENT ON COLUMN aurea_decisions.approval_deadline IS 'It expires unless approved by then; null without approval.';
COMMENT ON COLUMN aurea_decisions.settle_until IS 'When it is judged by the symptom; null until dispatched.';
COMMENT ON COLUMN aurea_decisions.retry_of IS 'The decision this one retries; null for a first attempt.';
COMMENT ON COLUMN aurea_decisions.symptom IS 'What it responds to: the id of a pattern or goal, or rule:name for a rule on the tenant''s numbers.';
COMMENT ON COLUMN aurea_decisions.pattern_type IS 'Type of the pattern it responds to; empty for a goal or the tenant''s numbers.';
COMMENT ON COLUMN aurea_decisions.context IS 'What its confidence is learned for, together with action.';
COMMENT ON COLUMN aurea_decisions.prior_mean IS 'The rule''s prior for the action, before anything is learned, (0, 1).';
COMMENT ON COLUMN aurea_decisions.prior_weight IS 'How many outcomes that is worth, (0, ..).';
COMMENT ON COLUMN aurea_decisions.propensity_draws IS 'Number of seeded draws behind propensity; 0 when nothing was drawn.';
COMMENT ON COLUMN aurea_decisions.effect_metric IS 'What should move: source/name of a series, or a name of the cycle or of business metrics; empty when only the symptom counts.';
COMMENT ON COLUMN aurea_decisions.effect_decides IS 'Whether effect_metric alone decides if the action helped, even while the symptom persists.';
COMMENT ON COLUMN aurea_decisions.effect_spread IS 'Usual distance from the reference then, [0, ..); null without one, as for a rate.';
COMMENT ON COLUMN aurea_decisions.judged IS 'Whether it is judged by the symptom after the settle time; false for an action that only informs, which ends as SUCCEEDED.';
COMMENT ON COLUMN aurea_decisions.approval_ms IS 'Time to approve it before it expires, milliseconds.';
COMMENT ON COLUMN aurea_decisions.valid_ms IS 'How long after the dispatch an executor may still begin, milliseconds.';
COMMENT ON COLUMN aurea_decisions.timeout_ms IS 'It is TIMED_OUT without an outcome this long after the dispatch, milliseconds.';
COMMENT ON COLUMN aurea_decisions.settle_ms IS 'Time from the outcome to the verdict, milliseconds.';
COMMENT ON COLUMN aurea_decisions.max_attempts IS 'Most dispatches of this action for one onset of the symptom, [1, ..).';
COMMENT ON COLUMN aurea_decisions.outcome_deadline IS 'It is TIMED_OUT unless an outcome arrives by then; null before the dispatch.';
COMMENT ON COLUMN aurea_decisions.effect_before_attempts IS 'Attempts behind effect_before if it is a rate, [1, ..); else 0.';
COMMENT ON COLUMN aurea_decisions.effect_counted IS 'Those of effect_attempts that the rate counts, [0, effect_attempts].';
COMMENT ON COLUMN aurea_decisions.symptom_reference IS 'The expected value of that number then.';
COMMENT ON COLUMN aurea_decisions.symptom_calm_attempts IS 'Attempts from symptom_gone_at to works_from, counted as for symptom_before, [0, ..).';
COMMENT ON COLUMN aurea_decisions.works_after_ms IS 'Shortest time from the start of the action until it can have worked, milliseconds.';
COMMENT ON COLUMN aurea_decisions.works_from IS 'When the outcome had arrived and the action could have worked: if the symptom was gone before, that is not the action''s success. Null before the outcome.';
COMMENT ON COLUMN aurea_decisions.symptom_gone_at IS 'Start of the first window since the dispatch that had data on the symptom and no longer showed it; null while it shows.';
COMMENT ON COLUMN aurea_decisions.symptom_end IS 'What ended the symptom: accepted (its level is now the usual one), achieved (its goal), withdrawn (its rule or goal no longer exists, which verifies nothing). Null while it shows, and if it simply went away.';

COMMENT ON TABLE aurea_outcomes IS 'One row per decision that an executor answered. Outcomes have no revision: of several answers the last one in the log stays.';
COMMENT ON COLUMN aurea_outcomes.decision_id IS 'The decision it is about.';
COMMENT ON COLUMN aurea_outcomes.details IS 'Anything else the executor wants to keep, by name.';
COMMENT ON COLUMN aurea_learnings.lesson IS 'What to do differently.';
COMMENT ON COLUMN unified_brain.tags IS 'Array of search terms.';
COMMENT ON COLUMN unified_brain.expires_at IS 'When it is forgotten; null: never.';
COMMENT ON COLUMN aurea_sink_offsets.epoch IS 'Counts the tasks that claimed the partition; one that finds a higher number than its own is fenced.';
