-- How long the operations of a cycle took.

ALTER TABLE aurea_cycle_metrics
    ADD COLUMN latency_mean_ms double precision,
    ADD COLUMN latency_p95_ms  double precision;

COMMENT ON COLUMN aurea_cycle_metrics.latency_mean_ms IS 'Mean duration of the OPERATION observations of the window, milliseconds; null without any.';
COMMENT ON COLUMN aurea_cycle_metrics.latency_p95_ms IS '95th percentile of the slowest operation, milliseconds: the greatest p95 among the OPERATION series of the window; null without any.';
