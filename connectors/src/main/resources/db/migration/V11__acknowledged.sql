-- A person looks at an incident, is reminded of it, or has closed it.
ALTER TABLE aurea_incidents
    ADD COLUMN acknowledged_at    timestamptz,
    ADD COLUMN acknowledged_by    text,
    ADD COLUMN acknowledged_why   text,
    ADD COLUMN acknowledged_until timestamptz,
    ADD COLUMN called_at          timestamptz,
    ADD COLUMN reminders          bigint NOT NULL DEFAULT 0,
    ADD COLUMN reminded_at        timestamptz,
    ADD COLUMN news               jsonb NOT NULL DEFAULT '[]',
    DROP CONSTRAINT aurea_incidents_state_check,
    ADD CONSTRAINT aurea_incidents_state_check CHECK (state IN ('OPEN', 'ACKNOWLEDGED', 'ENDED')),
    DROP CONSTRAINT aurea_incidents_ended_how_check,
    ADD CONSTRAINT aurea_incidents_ended_how_check
        CHECK (ended_how IN ('CURED', 'BY_ITSELF', 'ACCEPTED', 'RETIRED', 'MERGED', 'CLOSED'));
DROP INDEX aurea_incidents_open;
CREATE INDEX aurea_incidents_open ON aurea_incidents (severity DESC) WHERE state <> 'ENDED';

COMMENT ON COLUMN aurea_incidents.state IS 'OPEN: its symptoms go on, or have ended a moment ago. ACKNOWLEDGED: the same, and a person looks at it. ENDED: they are over, or a person has closed it.';
COMMENT ON COLUMN aurea_incidents.ended_at IS 'When its last pattern ended or a person closed it; null while it is open.';
COMMENT ON COLUMN aurea_incidents.ended_how IS 'CURED: by an action that was verified. BY_ITSELF: without one. ACCEPTED: its level is the usual one now. RETIRED: nobody watches it any more. MERGED: it belongs to merged_into. CLOSED: by a person, whether or not its patterns go on. Null while it is open.';
COMMENT ON COLUMN aurea_incidents.acknowledged_at IS 'When a person last acknowledged it; null if nobody has.';
COMMENT ON COLUMN aurea_incidents.acknowledged_by IS 'Who that was.';
COMMENT ON COLUMN aurea_incidents.acknowledged_why IS 'Why nobody else needs to look at it.';
COMMENT ON COLUMN aurea_incidents.acknowledged_until IS 'When it is OPEN again; null: not before it has ended.';
COMMENT ON COLUMN aurea_incidents.called_at IS 'Since when it waits for a person; null while nobody is needed.';
COMMENT ON COLUMN aurea_incidents.reminders IS 'How many reminders there have been since called_at.';
COMMENT ON COLUMN aurea_incidents.reminded_at IS 'The last of them; null without one.';
COMMENT ON COLUMN aurea_incidents.news IS 'Array of what is worth telling somebody about this revision: INCIDENT_OPENED, ESCALATED, REMINDER, ENDED.';
