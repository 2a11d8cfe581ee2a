-- A symptom that was gone before the action can have worked is a state of its own, and rates are judged by their attempts.

ALTER TABLE aurea_decisions DROP CONSTRAINT aurea_decisions_state_check;
ALTER TABLE aurea_decisions
    ADD CONSTRAINT aurea_decisions_state_check CHECK (state IN (
        'PROPOSED', 'AWAITING_APPROVAL', 'REJECTED', 'EXPIRED', 'SUPPRESSED', 'DISPATCHED', 'SUCCEEDED', 'FAILED',
        'TIMED_OUT', 'VERIFIED', 'INEFFECTIVE', 'ESCALATED', 'RECOVERED_BEFORE')),
    ADD COLUMN effect_before_attempts bigint,
    ADD COLUMN effect_attempts        bigint,
    ADD COLUMN effect_counted         bigint,
    ADD COLUMN symptom_before         double precision,
    ADD COLUMN symptom_reference      double precision,
    ADD COLUMN symptom_calm_attempts  bigint,
    ADD COLUMN symptom_calm_failures  bigint,
    ADD COLUMN works_after_ms         bigint,
    ADD COLUMN works_from             timestamptz,
    ADD COLUMN symptom_end            text;

COMMENT ON COLUMN aurea_decisions.state IS 'Where it is in its life: PROPOSED, AWAITING_APPROVAL, REJECTED, EXPIRED, SUPPRESSED, DISPATCHED, SUCCEEDED, FAILED, TIMED_OUT, VERIFIED, INEFFECTIVE, ESCALATED or RECOVERED_BEFORE: the symptom was gone before the action can have worked.';
COMMENT ON COLUMN aurea_decisions.confidence IS 'What the chance that the action works here is above with 95 % (5 % quantile of what is believed), [0, 1]; of one that only informs, what its rule states.';
COMMENT ON COLUMN aurea_decisions.confidence_threshold IS 'Confidence below which a person is asked for this rule at this level, [0, 1]; null where a person is always asked.';
COMMENT ON COLUMN aurea_decisions.effect_baseline IS 'Its reference then, [0, 1] for a rate; null without enough history.';
COMMENT ON COLUMN aurea_decisions.effect_spread IS 'Usual distance from the reference then, [0, ..); null without one, as of a rate.';
COMMENT ON COLUMN aurea_decisions.effect_before_attempts IS 'Attempts behind effect_before when it is a rate, [1, ..); 0 when it is none.';
COMMENT ON COLUMN aurea_decisions.effect_attempts IS 'Attempts since settle_until that a rate was judged by, [0, ..).';
COMMENT ON COLUMN aurea_decisions.effect_counted IS 'How many of effect_attempts the rate counts, [0, effect_attempts].';
COMMENT ON COLUMN aurea_decisions.symptom_before IS 'The number that showed the symptom when the decision was made: the level of its series, or the share of failed attempts, [0, 1]; null where no single number shows it.';
COMMENT ON COLUMN aurea_decisions.symptom_reference IS 'What was expected of that number then.';
COMMENT ON COLUMN aurea_decisions.symptom_calm_attempts IS 'Attempts since symptom_gone_at, up to works_from, that symptom_before is a share of, [0, ..).';
COMMENT ON COLUMN aurea_decisions.symptom_calm_failures IS 'How many of those failed, [0, symptom_calm_attempts].';
COMMENT ON COLUMN aurea_decisions.works_after_ms IS 'Least time from the start of the action until it can have worked, milliseconds.';
COMMENT ON COLUMN aurea_decisions.works_from IS 'When the outcome had come and the action can have worked: a symptom that was gone before is no success of it. Null before the outcome.';
COMMENT ON COLUMN aurea_decisions.symptom_gone_at IS 'Start of the first window since the dispatch that had data of the symptom and no longer showed it; null while it shows.';
COMMENT ON COLUMN aurea_decisions.symptom_end IS 'What ended the symptom: accepted (the level that showed it is the usual one), achieved (its goal), withdrawn (its rule or goal is no longer there, which verifies nothing). Null while it shows, and when it just went.';
COMMENT ON COLUMN aurea_cycle_metrics.actions_failed IS 'Outcomes FAILED or TIMED_OUT, without unanswered actions that only inform; [0, actions_executed].';
