package io.aurea.telemetry;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.Map;

/**
 * One value read by a sampler; with tenant, source and time it becomes an observation.
 *
 * @param value of a METRIC, else null
 * @param unit of the value, else null
 * @param success of an OPERATION or HEALTH, else null
 * @param durationMs of an OPERATION, else null
 * @param error why an OPERATION failed or a HEALTH is down, else null
 */
public record SampledValue(
        ObservationKind kind,
        String name,
        Double value,
        String unit,
        Boolean success,
        Double durationMs,
        String error) {

    private static final int LONGEST_ERROR = 500;

    public static SampledValue metric(String name, double value, String unit) {
        return new SampledValue(ObservationKind.METRIC, name, value, unit, null, null, null);
    }

    public static SampledValue succeeded(String name, double durationMs) {
        return new SampledValue(ObservationKind.OPERATION, name, null, null, true, durationMs, null);
    }

    public static SampledValue failed(String name, double durationMs, Throwable failure) {
        return new SampledValue(ObservationKind.OPERATION, name, null, null, false, durationMs, describe(failure));
    }

    public static SampledValue up(String name) {
        return new SampledValue(ObservationKind.HEALTH, name, null, null, true, null, null);
    }

    public static SampledValue down(String name, String error) {
        return new SampledValue(ObservationKind.HEALTH, name, null, null, false, null, cut(error));
    }

    /** One line: the class of the failure, and its message if it has one. */
    static String describe(Throwable failure) {
        String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
        return cut(failure.getClass().getSimpleName() + message);
    }

    private static String cut(String text) {
        String line = text.strip().lines().findFirst().orElse("no reason given");
        return line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR) + "...";
    }

    Observation observation(String id, String tenant, String source, Instant observedAt) {
        return new Observation(
                id, tenant, source, kind, name, observedAt, value, unit, success, durationMs, error, Map.of(), null);
    }
}
