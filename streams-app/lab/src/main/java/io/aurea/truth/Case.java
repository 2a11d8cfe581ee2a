package io.aurea.truth;

import io.aurea.policy.TenantPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The loop's history before a fault begins: a service of this kind, in order for this long.
 *
 * @param cycleMs length of a cycle, milliseconds
 * @param historyMs length of the history, milliseconds
 * @param daily whether its level follows the day, by +-40 %
 */
public record Case(SimulatedService service, long cycleMs, long historyMs, boolean daily) {
    public static final List<Long> CYCLES_MS = List.of(10_000L, 60_000L, 300_000L);
    public static final List<Long> HISTORIES_MS = List.of(
            Duration.ofMinutes(10).toMillis(),
            Duration.ofHours(2).toMillis(),
            Duration.ofDays(14).toMillis());

    /** All cases, the slowest first, so that the last ones are quick. */
    public static List<Case> all() {
        List<Case> all = new ArrayList<>();
        for (long cycleMs : CYCLES_MS) {
            for (int h = HISTORIES_MS.size() - 1; h >= 0; h--) {
                for (SimulatedService service : SimulatedService.values()) {
                    all.add(new Case(service, cycleMs, HISTORIES_MS.get(h), false));
                    if (service.canBeDaily()) {
                        all.add(new Case(service, cycleMs, HISTORIES_MS.get(h), true));
                    }
                }
            }
        }
        return all;
    }

    /** Whether the matrix has a cell for this rule here. */
    public boolean concerns(MatrixRule rule) {
        return switch (rule) {
            case VERIFICATION, ACCEPT, IN_ORDER -> true;
            case HEALTH -> service.hasHealth();
            case GOALS -> service == SimulatedService.FAILING_CALLS;
            default ->
                ExpectedPattern.of(service, TenantPolicy.BUILT_IN.patterns()).stream()
                        .anyMatch(claim -> claim.rule() == rule);
        };
    }

    long windowsBefore() {
        return historyMs / cycleMs;
    }
}
