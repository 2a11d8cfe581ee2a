package io.aurea.truth;

import io.aurea.pattern.Hysteresis;
import io.aurea.pattern.PatternSettings;
import java.util.List;

/**
 * The pattern that a fault of a service must show as.
 *
 * @param run windows that the rule looks back on, besides its hysteresis; after a fault they are still in view
 * @param minHistory windows needed before the fault to judge at all
 * @param least the smallest size beyond the rule's limits; a smaller one is at the limit, where either verdict is right
 */
record ExpectedPattern(MatrixRule rule, String patternId, Hysteresis hysteresis, int run, long minHistory, Size least) {
    /** Cycles within which a fault beyond the limits must show. */
    private static final int PROMPT = 3;

    /** A model judges from this many windows on. */
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

    /**
     * Whether this much history shows what is usual; with less, either verdict is right, for as long as the rule is on
     * or off.
     */
    boolean known(long windowsBefore) {
        return windowsBefore >= Math.max(minHistory, JUDGED);
    }

    /** Whether the rule must show a fault of this size and length after this much history. */
    boolean mustShow(Size size, long windowsBefore, int windows) {
        // As few extra failures as 5 of 100 take up to three windows to show, and a fault may be shorter.
        boolean slight = size == Size.SMALL && (rule == MatrixRule.SUCCESS || rule == MatrixRule.FAILURE);
        return size.compareTo(least) >= 0
                && known(windowsBefore)
                && windows >= (slight ? PROMPT : hysteresis.evidence());
    }

    /** The window of the fault, from 0, at whose end the pattern must be on, given the evidence required. */
    int shownBy() {
        return (hysteresis.evidence() <= PROMPT ? PROMPT : hysteresis.evidence() + PROMPT) - 1;
    }

    /** Windows after the fault by whose end the pattern must be off. */
    int endedAfter() {
        return hysteresis.quiet() + run;
    }
}
