-- What limits have kept out of a cycle.

ALTER TABLE aurea_cycle_metrics
    ADD COLUMN observations_refused bigint NOT NULL DEFAULT 0;

COMMENT ON COLUMN aurea_cycle_metrics.observations_refused IS 'Observations that were in time and that a limit, or a publisher with another partitioner, has kept out of the cycle; aurea.status says which limit.';
