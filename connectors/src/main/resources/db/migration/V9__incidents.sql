-- One fault is one incident: what belongs together, what is done about it and how it ends.
CREATE TABLE aurea_incidents (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id        text NOT NULL,
    incident_id      text NOT NULL,
    revision         bigint NOT NULL DEFAULT 0,
    state            text NOT NULL CHECK (state IN ('OPEN', 'ENDED')),
    suspected_origin text,
    candidates       jsonb NOT NULL DEFAULT '{}',
    severity         double precision CHECK (severity BETWEEN 0 AND 1),
    opened_at        timestamptz NOT NULL,
    ended_at         timestamptz,
    ended_how        text CHECK (ended_how IN ('CURED', 'BY_ITSELF', 'ACCEPTED', 'RETIRED', 'MERGED')),
    merged_into      text,
    escalated        boolean NOT NULL DEFAULT false,
    patterns         jsonb NOT NULL DEFAULT '[]',
    patterns_count   bigint NOT NULL DEFAULT 0,
    decisions        jsonb NOT NULL DEFAULT '[]',
    denials          jsonb NOT NULL DEFAULT '[]',
    timeline         jsonb NOT NULL DEFAULT '[]',
    success_before   double precision CHECK (success_before BETWEEN 0 AND 1),
    success_worst    double precision CHECK (success_worst BETWEEN 0 AND 1),
    success_now      double precision CHECK (success_now BETWEEN 0 AND 1),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    policy_version   bigint NOT NULL DEFAULT 0,
    CONSTRAINT aurea_incidents_key UNIQUE (tenant_id, incident_id)
);
CREATE INDEX aurea_incidents_open ON aurea_incidents (severity DESC) WHERE state = 'OPEN';
CREATE INDEX aurea_incidents_opened ON aurea_incidents (opened_at DESC);

COMMENT ON TABLE aurea_incidents IS 'One row per incident, in its latest state.';
COMMENT ON COLUMN aurea_incidents.id IS 'Surrogate key, random.';
COMMENT ON COLUMN aurea_incidents.tenant_id IS 'Whose data this is; 1-128 characters of [A-Za-z0-9._-].';
COMMENT ON COLUMN aurea_incidents.incident_id IS 'Names the incident within the tenant: the cycle in which it was opened, and a number.';
COMMENT ON COLUMN aurea_incidents.revision IS 'Counts the states of the record from 1; a higher revision replaces a lower one.';
COMMENT ON COLUMN aurea_incidents.state IS 'OPEN: its symptoms go on, or have ended a moment ago. ENDED: they are over.';
COMMENT ON COLUMN aurea_incidents.suspected_origin IS 'The source where it most likely began; null when it is the tenant.';
COMMENT ON COLUMN aurea_incidents.candidates IS 'Score of each source that may be the origin, [0, 1]; at most 20.';
COMMENT ON COLUMN aurea_incidents.severity IS 'How much it matters, the most so far, [0, 1].';
COMMENT ON COLUMN aurea_incidents.opened_at IS 'When its first pattern set on.';
COMMENT ON COLUMN aurea_incidents.ended_at IS 'When its last pattern ended; null while it is open.';
COMMENT ON COLUMN aurea_incidents.ended_how IS 'CURED: by an action that was verified. BY_ITSELF: without one. ACCEPTED: its level is the usual one now. RETIRED: nobody watches it any more. MERGED: it belongs to merged_into. Null while it is open.';
COMMENT ON COLUMN aurea_incidents.merged_into IS 'The incident that it turned out to belong to.';
COMMENT ON COLUMN aurea_incidents.escalated IS 'Whether a person has been called, since the loop can do nothing more.';
COMMENT ON COLUMN aurea_incidents.patterns IS 'Array of its patterns in the order in which they came, at most 200: pattern_id, pattern_type, source, series, onset_at, on, abated_at, abated_reason, weight.';
COMMENT ON COLUMN aurea_incidents.patterns_count IS 'How many patterns have been its.';
COMMENT ON COLUMN aurea_incidents.decisions IS 'Array of its last 50 decisions: decision_id, action, target, state, open, symptom, updated_at.';
COMMENT ON COLUMN aurea_incidents.denials IS 'Array of what guards have denied, each once, at most 50: guard, what, reason, count, first_at, last_at.';
COMMENT ON COLUMN aurea_incidents.timeline IS 'Array of what has happened, oldest first, the first 20 and the last 80: at, what.';
COMMENT ON COLUMN aurea_incidents.success_before IS 'Median success_rate of the ten cycles before it, [0, 1]; null without one.';
COMMENT ON COLUMN aurea_incidents.success_worst IS 'The lowest success_rate of its cycles, [0, 1]; null without one.';
COMMENT ON COLUMN aurea_incidents.success_now IS 'success_rate of its last cycle, [0, 1]; null without one.';
COMMENT ON COLUMN aurea_incidents.updated_at IS 'When this state was reached.';
COMMENT ON COLUMN aurea_incidents.policy_version IS 'Version of the policy this was made under; 0 is the built-in one.';

ALTER TABLE aurea_decisions ADD COLUMN incident_id text;
CREATE INDEX aurea_decisions_incident ON aurea_decisions (tenant_id, incident_id);
COMMENT ON COLUMN aurea_decisions.incident_id IS 'The incident that it is about; null for what concerns none.';

GRANT SELECT, INSERT, UPDATE, DELETE ON aurea_incidents TO aurea_writer;
GRANT SELECT ON aurea_incidents TO aurea_reader;
