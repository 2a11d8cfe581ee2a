package io.aurea.truth;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A watched service, and what can go wrong with it: its level rises, or its calls fail. */
public enum SimulatedService {
    /** Calls whose durations rise; 60 per window, log-normal with sigma 0.15 around 50 ms. */
    CALLS(ObservationKind.OPERATION, "api", "call", null, 50, 60, 0.15),
    /** Calls that fail; 300 per window. In order, 1 % fail, in the same way. */
    FAILING_CALLS(ObservationKind.OPERATION, "pay", "charge", null, 50, 300, 0.15),
    /** A latency that the service itself reports, three times per window, with 8 % scatter. */
    LATENCY_GAUGE(ObservationKind.METRIC, "web", "request_latency_ms", "ms", 80, 3, 0.08),
    /** A number of unknown meaning, such as open orders. */
    GAUGE(ObservationKind.METRIC, "depot", "open_orders", null, 120, 3, 0.08),
    /** Percent of the processor; 98 is all there is. */
    SATURATION(ObservationKind.METRIC, "host", "cpu_percent", "percent", 18, 3, 0.08),
    /** Waiting messages. */
    BACKLOG(ObservationKind.METRIC, "mail", "queue_depth", null, 400, 3, 0.1),
    /** A share of failures that the service itself reports: 1 % +- 10 %, then whatever the fault makes it. */
    ERROR_RATE(ObservationKind.METRIC, "edge", "error_rate", null, 0.01, 3, 0.1);

    private static final double IN_ORDER = 0.99;
    private static final double FULL = 98;
    private static final double DAILY = 0.4;
    private static final long DAY_MS = 86_400_000;

    private final ObservationKind kind;
    private final String source;
    private final String series;
    private final String unit;
    private final double level;
    private final int perWindow;
    private final double sigma;

    SimulatedService(
            ObservationKind kind,
            String source,
            String series,
            String unit,
            double level,
            int perWindow,
            double sigma) {
        this.kind = kind;
        this.source = source;
        this.series = series;
        this.unit = unit;
        this.level = level;
        this.perWindow = perWindow;
        this.sigma = sigma;
    }

    String source() {
        return source;
    }

    String series() {
        return series;
    }

    /** Whether its faults are failures and not levels. */
    boolean fails() {
        return this == FAILING_CALLS || this == ERROR_RATE;
    }

    /** Whether the health score has a component for it. */
    boolean hasHealth() {
        return this != GAUGE && this != SATURATION;
    }

    boolean canBeDaily() {
        return !fails();
    }

    /** A size as text for a person. */
    public String text(Size size) {
        return fails() ? "99 to " + Math.round(100 * size.successRate()) + " %" : Math.round(size.factor()) + "x";
    }

    /**
     * Level of a service in order at this time, as a multiple of its mean: 1 and rising at 0, where the fault begins; 1
     * and falling 12 hours later.
     */
    static double shape(boolean daily, long sinceFaultMs) {
        return daily ? 1 + DAILY * StrictMath.sin(2 * StrictMath.PI * sinceFaultMs / DAY_MS) : 1;
    }

    /**
     * Emits the service's observations of one window.
     *
     * @param o reused for each observation
     * @param shape factor on the level, with or without a fault
     * @param fault null while there is none
     */
    void speak(Observation o, Instant at, double shape, Size fault, Noise noise, Consumer<Observation> out) {
        o.setKind(kind);
        o.setSource(source);
        o.setName(series);
        o.setUnit(unit);
        o.setObservedAt(at);
        o.setAttributes(Map.of());
        double center = level * shape * (fault == null || fails() ? 1 : fault.factor());
        if (this == ERROR_RATE && fault != null) {
            center = 1 - fault.successRate();
        }
        double succeeds = this != FAILING_CALLS ? 1 : fault == null ? IN_ORDER : fault.successRate();
        for (int i = 0; i < perWindow; i++) {
            double value = center * noise.lognormal(sigma);
            if (kind == ObservationKind.OPERATION) {
                boolean success = noise.happens(succeeds);
                o.setSuccess(success);
                o.setDurationMs(value);
                o.setError(success ? null : "timed out after 3000 ms");
            } else {
                o.setValue(
                        this == SATURATION ? Math.min(FULL, value) : this == ERROR_RATE ? Math.min(1, value) : value);
            }
            out.accept(o);
        }
    }

    /** Pattern types that its faults may show as. */
    Set<String> symptoms() {
        return switch (this) {
            case CALLS, LATENCY_GAUGE -> Set.of("INCREASING_LATENCY", "LEVEL_SHIFT");
            case FAILING_CALLS -> Set.of("DECLINING_SUCCESS_RATE", "FAILURE_TIMEOUT");
            case ERROR_RATE -> Set.of("DECLINING_SUCCESS_RATE", "LEVEL_SHIFT");
            case GAUGE, SATURATION, BACKLOG -> Set.of("METRIC_ANOMALY", "LEVEL_SHIFT");
        };
    }
}
