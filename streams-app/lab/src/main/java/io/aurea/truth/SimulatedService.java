package io.aurea.truth;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** One service that is watched, and what can go wrong with it: its level rises, or its calls fail. */
public enum SimulatedService {
    /** Calls whose durations rise; 60 a window, log-normal with sigma 0.15 around 50 ms. */
    CALLS(ObservationKind.OPERATION, "api", "call", null, 50, 60, 0.15),
    /** Calls that fail; 300 a window. Of those in order 1 % fail too, the same way. */
    FAILING_CALLS(ObservationKind.OPERATION, "pay", "charge", null, 50, 300, 0.15),
    /** A latency that the service says itself, three times a window, with 8 % scatter. */
    LATENCY_GAUGE(ObservationKind.METRIC, "web", "request_latency_ms", "ms", 80, 3, 0.08),
    /** A number that nobody knows the meaning of, as orders that are open. */
    GAUGE(ObservationKind.METRIC, "depot", "open_orders", null, 120, 3, 0.08),
    /** Hundredths of the processor; beyond 98 there is nothing more to take. */
    SATURATION(ObservationKind.METRIC, "host", "cpu_percent", "percent", 18, 3, 0.08),
    /** Messages that wait. */
    BACKLOG(ObservationKind.METRIC, "mail", "queue_depth", null, 400, 3, 0.1),
    /** A share of failures that the service says itself: 1 % +- 10 %, then as much as the fault takes. */
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

    /** Whether the health score has a component for what it says. */
    boolean hasHealth() {
        return this != GAUGE && this != SATURATION;
    }

    boolean canBeDaily() {
        return !fails();
    }

    /** What a size means here, for a person. */
    public String text(Size size) {
        return fails() ? "99 to " + Math.round(100 * size.successRate()) + " %" : Math.round(size.factor()) + "x";
    }

    /**
     * Level of a service in order at this time, as a multiple of its mean: 1 and rising when the fault begins at 0, 1
     * again and falling 12 hours later.
     */
    static double shape(boolean daily, long sinceFaultMs) {
        return daily ? 1 + DAILY * StrictMath.sin(2 * StrictMath.PI * sinceFaultMs / DAY_MS) : 1;
    }

    /**
     * What the service says in one window.
     *
     * @param o is filled in again and again
     * @param shape what the level is multiplied with, fault or not
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

    /** Types of patterns that its faults may show as. */
    Set<String> symptoms() {
        return switch (this) {
            case CALLS, LATENCY_GAUGE -> Set.of("INCREASING_LATENCY", "LEVEL_SHIFT");
            case FAILING_CALLS -> Set.of("DECLINING_SUCCESS_RATE", "FAILURE_TIMEOUT");
            case ERROR_RATE -> Set.of("DECLINING_SUCCESS_RATE", "LEVEL_SHIFT");
            case GAUGE, SATURATION, BACKLOG -> Set.of("METRIC_ANOMALY", "LEVEL_SHIFT");
        };
    }
}
