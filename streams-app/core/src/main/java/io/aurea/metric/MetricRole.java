package io.aurea.metric;

import java.util.Locale;

/** What a series measures, whatever its name. */
public enum MetricRole {
    SUCCESS_RATE,
    ERROR_RATE,
    LATENCY,
    AVAILABILITY,
    BACKLOG,
    SATURATION,
    TRAFFIC;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As in records: {@code success_rate}, {@code error_rate} ... */
    public String text() {
        return text;
    }
}
