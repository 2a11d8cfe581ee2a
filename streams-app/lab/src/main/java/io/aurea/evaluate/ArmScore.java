package io.aurea.evaluate;

import io.aurea.shop.FaultKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What an arm came to on one timeline.
 *
 * @param quietDays time without a fault at work, its aftermath or maintenance, days
 * @param faults each with what became of it
 * @param broken how often each limit of safety was broken
 */
public record ArmScore(
        String arm,
        double days,
        double quietDays,
        List<FaultScore> faults,
        long falseAlarms,
        long requests,
        long failedRequests,
        long right,
        long wasted,
        long harmful,
        long business,
        long unsafe,
        Map<String, Long> broken) {

    /**
     * What became of one fault.
     *
     * @param detectSeconds from its onset to the first alarm; null when there was none
     * @param located whether an alarm named its place
     * @param healSeconds from its onset to its end, by an action or without
     * @param byAction whether an action ended it
     * @param failedRequests of users, from its onset to that of the next fault
     */
    public record FaultScore(
            FaultKind kind,
            String target,
            Double detectSeconds,
            boolean located,
            double healSeconds,
            boolean byAction,
            long failedRequests) {}

    /** Share of the faults that were found, [0, 1]. */
    public double detected() {
        return share(faults.stream().filter(f -> f.detectSeconds() != null).count());
    }

    public double located() {
        return share(faults.stream().filter(FaultScore::located).count());
    }

    private double share(long count) {
        return (double) count / faults.size();
    }

    /** False alarms per day without a fault at work. */
    public double falsePerDay() {
        return falseAlarms / quietDays;
    }

    public OptionalDouble detectSeconds(double quantile) {
        return quantile(
                quantile,
                faults.stream()
                        .filter(f -> f.detectSeconds() != null)
                        .mapToDouble(FaultScore::detectSeconds)
                        .toArray());
    }

    /** Time to heal of the faults that an action can cure. */
    public OptionalDouble healSeconds(double quantile) {
        return quantile(
                quantile,
                faults.stream()
                        .filter(f -> !f.kind().cures().isEmpty())
                        .mapToDouble(FaultScore::healSeconds)
                        .toArray());
    }

    /** Actions on services; those of the back office are left out. */
    public long actions() {
        return right + wasted + harmful;
    }

    public double actionsPerFault() {
        return (double) actions() / faults.size();
    }

    /** Nearest rank. */
    private static OptionalDouble quantile(double q, double[] values) {
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(values);
        return OptionalDouble.of(values[Math.max(0, (int) Math.ceil(q * values.length) - 1)]);
    }
}
