package io.aurea.health;

import io.aurea.metric.MetricRole;
import io.aurea.metric.Minimum;
import io.aurea.metric.Share;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What health is judged by, of one tenant and cycle. Empty is what there is no data for.
 *
 * @param success successes / attempts of all operations; without operations the mean of the success_rate metrics, [0, 1]
 * @param errors greatest share of failures that any source has, over its operations or its error_rate metrics, [0, 1]: a
 *     part that fails shows although the others are many
 * @param latency deviation of the latency series from their baselines, in usual spreads, never below 0: the value that a
 *     tenth of the series reach or pass, so that one of many noisy series is not the whole
 * @param availability mean over the health checks of the share that was up, [0, 1]
 * @param backlog as latency, of the backlog metrics
 * @param freshness share of the known sources that are heard, [0, 1]
 */
public record HealthReadings(
        OptionalDouble success,
        OptionalDouble errors,
        OptionalDouble latency,
        OptionalDouble availability,
        OptionalDouble backlog,
        OptionalDouble freshness) {

    private static final double TAIL = 0.1;

    /** No cycle at all, or an idle one. */
    public static final HealthReadings NONE = new HealthReadings(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    /**
     * @param trends of the cycle, with their roles set
     * @param minimum rates with fewer attempts, and deviations from a shorter history, are no data
     * @param freshness share of the known sources that are heard, [0, 1]: in this window or, for a source that speaks more
     *     rarely, within its rhythm; empty when no source is known
     */
    public static HealthReadings of(Collection<Trend> trends, Minimum minimum, OptionalDouble freshness) {
        Shares all = new Shares();
        Shares successMetrics = new Shares();
        Shares checks = new Shares();
        TreeMap<String, Shares> failuresBySource = new TreeMap<>();
        TreeMap<String, Shares> errorMetrics = new TreeMap<>();
        List<Double> latency = new ArrayList<>();
        List<Double> backlog = new ArrayList<>();
        for (Trend t : trends) {
            if (t.getKind() == ObservationKind.OPERATION) {
                all.add(t.getSuccesses(), t.getAttempts());
                failuresBySource
                        .computeIfAbsent(t.getSource(), s -> new Shares())
                        .add(t.getAttempts() - t.getSuccesses(), t.getAttempts());
            } else if (t.getKind() == ObservationKind.HEALTH && t.getAttempts() > 0) {
                checks.add((double) t.getSuccesses() / t.getAttempts(), 1);
            }
            OptionalDouble share = Share.of(t);
            if (hasRole(t, MetricRole.SUCCESS_RATE) && share.isPresent()) {
                successMetrics.add(share.getAsDouble(), 1);
            } else if (hasRole(t, MetricRole.ERROR_RATE) && share.isPresent()) {
                errorMetrics.computeIfAbsent(t.getSource(), s -> new Shares()).add(share.getAsDouble(), 1);
            } else if (hasRole(t, MetricRole.AVAILABILITY) && share.isPresent()) {
                checks.add(share.getAsDouble(), 1);
            } else if (hasRole(t, MetricRole.LATENCY)) {
                addDeviation(latency, t, minimum);
            } else if (hasRole(t, MetricRole.BACKLOG)) {
                addDeviation(backlog, t, minimum);
            }
        }
        OptionalDouble success = all.rate(minimum.attempts());
        return new HealthReadings(
                all.attempts() > 0 ? success : successMetrics.rate(1),
                worst(failuresBySource, minimum.attempts(), errorMetrics),
                tail(latency),
                checks.rate(1),
                tail(backlog),
                freshness);
    }

    private static boolean hasRole(Trend t, MetricRole role) {
        return role.text().equals(t.getRole());
    }

    private static void addDeviation(List<Double> deviations, Trend t, Minimum minimum) {
        if (t.getDeviation() != null && t.getHistory() >= minimum.windows()) {
            deviations.add(Math.max(0, t.getDeviation()));
        }
    }

    private static OptionalDouble worst(
            TreeMap<String, Shares> failures, long minimumAttempts, TreeMap<String, Shares> errorMetrics) {
        OptionalDouble worst = OptionalDouble.empty();
        for (Shares s : failures.values()) {
            worst = greater(worst, s.rate(minimumAttempts));
        }
        for (Shares s : errorMetrics.values()) {
            worst = greater(worst, s.rate(1));
        }
        return worst;
    }

    private static OptionalDouble greater(OptionalDouble a, OptionalDouble b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return a.getAsDouble() >= b.getAsDouble() ? a : b;
    }

    private static OptionalDouble tail(List<Double> deviations) {
        if (deviations.isEmpty()) {
            return OptionalDouble.empty();
        }
        deviations.sort(null);
        int beyond = (int) (deviations.size() * TAIL);
        return OptionalDouble.of(deviations.get(deviations.size() - Math.max(1, beyond)));
    }

    /** A share over several counts, or the mean of several shares. */
    private static final class Shares {
        private double part;
        private long whole;

        void add(double more, long of) {
            part += more;
            whole += of;
        }

        long attempts() {
            return whole;
        }

        OptionalDouble rate(long minimum) {
            return whole >= minimum ? OptionalDouble.of(part / whole) : OptionalDouble.empty();
        }
    }
}
