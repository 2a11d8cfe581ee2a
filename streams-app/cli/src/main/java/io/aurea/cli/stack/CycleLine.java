package io.aurea.cli.stack;

import io.aurea.schema.CycleMetrics;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One cycle of one tenant on one line, for the person who watches {@code up}. */
final class CycleLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private CycleLine() {}

    /** End of the window in UTC, tenant, number and figures; a dash without data. */
    static String of(CycleMetrics cycle) {
        String head = "%s  %s  cycle %d  "
                .formatted(TIME.format(cycle.getWindowEnd()), cycle.getTenantId(), cycle.getCycleNumber());
        if (cycle.getIdle()) {
            return head + "idle";
        }
        return head
                + "%d observations  %d series  success %s  health %s"
                        .formatted(
                                cycle.getObservationsCount(),
                                cycle.getSeriesCount(),
                                success(cycle),
                                number(cycle.getHealthScore()));
    }

    private static String success(CycleMetrics cycle) {
        return cycle.getSuccessRate() == null
                ? "-"
                : "%s %% of %d".formatted(number(100 * cycle.getSuccessRate()), cycle.getAttempts());
    }

    private static String number(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
}
