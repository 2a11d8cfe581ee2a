package io.aurea.evaluate;

import io.aurea.shop.FaultKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The score of an arm on one timeline.
 *
 * @param quietDays time without an active fault, its aftermath or maintenance, days
 * @param faults with the result for each
 * @param broken how often each safety limit was broken
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
     * The result for one fault.
     *
     * @param detectSeconds from its onset to the first alarm; null when there was none
     * @param located whether an alarm named its place
     * @param healSeconds from its onset to its end, with or without an action
     * @param byAction whether an action ended it
     * @param failedRequests of users, from its onset to the next fault's
     */
    public record FaultScore(
            FaultKind kind,
            String target,
            Double detectSeconds,
            boolean located,
            double healSeconds,
            boolean byAction,
            long failedRequests) {}

    /** Share of the faults that were detected, [0, 1]. */
    public double detected() {
        return share(faults.stream().filter(f -> f.detectSeconds() != null).count());
    }

    public double located() {
        return share(faults.stream().filter(FaultScore::located).count());
    }

    private double share(long count) {
        return (double) count / faults.size();
    }

    /** False alarms per fault-free day. */
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

    /** Actions on services, without those of the back office. */
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
