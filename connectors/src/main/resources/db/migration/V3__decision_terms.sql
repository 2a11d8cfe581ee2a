-- What a decision answers, what it should bring about and the terms it was made under.

ALTER TABLE aurea_decisions
    ADD COLUMN symptom              text,
    ADD COLUMN pattern_type         text,
    ADD COLUMN symptom_source       text,
    ADD COLUMN symptom_series       text,
    ADD COLUMN onset_at             timestamptz,
    ADD COLUMN context              text,
    ADD COLUMN prior_mean           double precision,
    ADD COLUMN prior_weight         double precision,
    ADD COLUMN confidence_threshold double precision,
    ADD COLUMN propensity_draws     integer,
    ADD COLUMN effect_metric        text,
    ADD COLUMN effect_measure       text,
    ADD COLUMN effect_direction     text,
    ADD COLUMN effect_size          double precision,
    ADD COLUMN effect_decides       boolean NOT NULL DEFAULT false,
    ADD COLUMN effect_before        double precision,
    ADD COLUMN effect_baseline      double precision,
    ADD COLUMN effect_spread        double precision,
    ADD COLUMN judged               boolean NOT NULL DEFAULT true,
    ADD COLUMN reversible           boolean NOT NULL DEFAULT false,
    ADD COLUMN cost                 double precision,
    ADD COLUMN approval_below       integer,
    ADD COLUMN min_confidence       double precision,
    ADD COLUMN approval_ms          bigint,
    ADD COLUMN valid_ms             bigint,
    ADD COLUMN timeout_ms           bigint,
    ADD COLUMN settle_ms            bigint,
    ADD COLUMN cooldown_ms          bigint,
    ADD COLUMN max_attempts         integer,
    ADD COLUMN outcome_deadline     timestamptz,
    ADD COLUMN symptom_gone_at      timestamptz,
    ADD COLUMN approved_by          text,
    ADD COLUMN failure_class        text;

COMMENT ON COLUMN aurea_decisions.symptom IS 'What it answers: the id of a pattern or goal, or rule:name of a rule that looks at the tenant.';
COMMENT ON COLUMN aurea_decisions.pattern_type IS 'Type of the pattern it answers; empty when it answers a goal or the tenant''s numbers.';
COMMENT ON COLUMN aurea_decisions.symptom_source IS 'The source that shows the symptom; null when it is the tenant.';
COMMENT ON COLUMN aurea_decisions.symptom_series IS 'The series that shows it; null when it is the source or the tenant.';
COMMENT ON COLUMN aurea_decisions.onset_at IS 'When the symptom set on.';
COMMENT ON COLUMN aurea_decisions.context IS 'What its confidence is learned under, together with action.';
COMMENT ON COLUMN aurea_decisions.prior_mean IS 'Confidence the rule gives the action before anything is learned, (0, 1).';
COMMENT ON COLUMN aurea_decisions.prior_weight IS 'How many observations that is worth, (0, ..).';
COMMENT ON COLUMN aurea_decisions.confidence_threshold IS 'Confidence below which a person is asked, [0, 1]; null where a person is always asked.';
COMMENT ON COLUMN aurea_decisions.propensity_draws IS 'Seeded draws that propensity is a share of; 0 when nothing was drawn.';
COMMENT ON COLUMN aurea_decisions.effect_metric IS 'What should move: source/name of a series, or a name of the cycle or of business metrics; empty when the symptom alone tells.';
COMMENT ON COLUMN aurea_decisions.effect_measure IS 'level or failure_rate of effect_metric.';
COMMENT ON COLUMN aurea_decisions.effect_direction IS 'up or down.';
COMMENT ON COLUMN aurea_decisions.effect_size IS 'Share of the distance to the baseline that should close, [0, 1].';
COMMENT ON COLUMN aurea_decisions.effect_decides IS 'Whether effect_metric alone tells that the action helped, though the symptom goes on.';
COMMENT ON COLUMN aurea_decisions.effect_before IS 'effect_metric when the decision was made; null without data.';
COMMENT ON COLUMN aurea_decisions.effect_baseline IS 'What was expected of effect_metric then; null without enough history.';
COMMENT ON COLUMN aurea_decisions.effect_spread IS 'Usual distance from the baseline then, [0, ..).';
COMMENT ON COLUMN aurea_decisions.judged IS 'Whether it is judged by the symptom after the settle time; false for what only informs, which ends as SUCCEEDED.';
COMMENT ON COLUMN aurea_decisions.reversible IS 'Whether the action can be undone.';
COMMENT ON COLUMN aurea_decisions.cost IS 'What the action costs even when it works, [0, 1].';
COMMENT ON COLUMN aurea_decisions.approval_below IS 'Autonomy level below which a person is asked whatever the confidence, [0, 100].';
COMMENT ON COLUMN aurea_decisions.min_confidence IS 'Confidence this rule needs instead of the level''s threshold, [0, 1]; null: the threshold.';
COMMENT ON COLUMN aurea_decisions.approval_ms IS 'From the question to its expiry, milliseconds.';
COMMENT ON COLUMN aurea_decisions.valid_ms IS 'How long an executor may wait before it begins, milliseconds from the dispatch.';
COMMENT ON COLUMN aurea_decisions.timeout_ms IS 'Without an outcome for so long after the dispatch it is TIMED_OUT, milliseconds.';
COMMENT ON COLUMN aurea_decisions.settle_ms IS 'From the outcome to the judgement, milliseconds.';
COMMENT ON COLUMN aurea_decisions.cooldown_ms IS 'Shortest time between two dispatches of this action to this target, milliseconds; grows while it does not help.';
COMMENT ON COLUMN aurea_decisions.max_attempts IS 'Dispatches of this action for one onset of the symptom, [1, ..).';
COMMENT ON COLUMN aurea_decisions.outcome_deadline IS 'TIMED_OUT when no outcome has come by then; null before the dispatch.';
COMMENT ON COLUMN aurea_decisions.symptom_gone_at IS 'End of the first window after the dispatch, and before the outcome, that no longer showed the symptom.';
COMMENT ON COLUMN aurea_decisions.approved_by IS 'Who approved it.';
COMMENT ON COLUMN aurea_decisions.failure_class IS 'Of a FAILED decision: timeout, permission, database, network, dependency, resource, validation or unknown.';

CREATE INDEX aurea_decisions_symptom ON aurea_decisions (tenant_id, symptom);
