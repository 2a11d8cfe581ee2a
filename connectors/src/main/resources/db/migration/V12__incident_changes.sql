-- What has been changed is a suspect, too.
ALTER TABLE aurea_incidents ADD COLUMN changes jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN aurea_incidents.changes IS 'Array of the changes that may have caused it, likeliest first, at most 10: source, name, kind, at, version, version_before, who, link, score.';
