package io.aurea.truth;

import io.aurea.pattern.Hysteresis;
import io.aurea.pattern.PatternSettings;
import java.util.List;

/**
 * A pattern that a fault of a service has to show as.
 *
 * @param run windows that the rule looks back on, beside its hysteresis; after a fault they are still in its view
 * @param minHistory windows before the fault without which nothing can be said
 * @param least the smallest size that is beyond the limits of the rule; a smaller one is at its limit, where either is right
 */
record ExpectedPattern(MatrixRule rule, String patternId, Hysteresis hysteresis, int run, long minHistory, Size least) {
    /** Cycles in which what is beyond the limits has to show. */
    private static final int PROMPT = 3;

    /** A model judges from so many windows on. */
    static final long JUDGED = 3;

    static List<ExpectedPattern> of(SimulatedService service, PatternSettings policy) {
        String source = service.source();
        String series = source + '/' + service.series();
        PatternSettings.Anomaly anomaly = policy.anomaly();
        ExpectedPattern odd = new ExpectedPattern(
                service == SimulatedService.SATURATION ? MatrixRule.SATURATION : MatrixRule.ANOMALY,
                "METRIC_ANOMALY/" + series,
                anomaly.hysteresis(),
                0,
                anomaly.minHistory(),
                service == SimulatedService.SATURATION ? Size.SMALL : Size.MIDDLE);
        PatternSettings.Success success = policy.success();
        ExpectedPattern declines = new ExpectedPattern(
                MatrixRule.SUCCESS, "DECLINING_SUCCESS_RATE/" + source, success.hysteresis(), 0, JUDGED, Size.SMALL);
        return switch (service) {
            case CALLS, LATENCY_GAUGE ->
                List.of(new ExpectedPattern(
                        MatrixRule.LATENCY,
                        "INCREASING_LATENCY/" + source,
                        policy.latency().hysteresis(),
                        0,
                        policy.latency().minHistory(),
                        Size.MIDDLE));
            case FAILING_CALLS ->
                List.of(
                        declines,
                        new ExpectedPattern(
                                MatrixRule.FAILURE,
                                "FAILURE_TIMEOUT/" + source,
                                policy.failure().hysteresis(),
                                policy.failure().run(),
                                JUDGED,
                                Size.SMALL));
            case ERROR_RATE -> List.of(declines);
            case GAUGE ->
                List.of(
                        odd,
                        new ExpectedPattern(
                                MatrixRule.SHIFT,
                                "LEVEL_SHIFT/" + series,
                                policy.shift().hysteresis(),
                                0,
                                policy.shift().minHistory(),
                                Size.SMALL));
            case SATURATION, BACKLOG -> List.of(odd);
        };
    }

    /** Whether so much history says what is usual; with less either is right, for as long as the rule is on or off. */
    boolean known(long windowsBefore) {
        return windowsBefore >= Math.max(minHistory, JUDGED);
    }

    /** Whether the rule has to show a fault of this size and length after so much history. */
    boolean mustShow(Size size, long windowsBefore, int windows) {
        // So few failures more as 5 of 100 show within three windows, and a fault may be shorter.
        boolean slight = size == Size.SMALL && (rule == MatrixRule.SUCCESS || rule == MatrixRule.FAILURE);
        return size.compareTo(least) >= 0
                && known(windowsBefore)
                && windows >= (slight ? PROMPT : hysteresis.evidence());
    }

    /** The window of the fault, from 0, at whose end the pattern has to be on: so much evidence is asked for. */
    int shownBy() {
        return (hysteresis.evidence() <= PROMPT ? PROMPT : hysteresis.evidence() + PROMPT) - 1;
    }

    /** Windows after the fault at whose end the pattern has to be off. */
    int endedAfter() {
        return hysteresis.quiet() + run;
    }
}
