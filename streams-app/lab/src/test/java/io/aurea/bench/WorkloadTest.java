package io.aurea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final long WINDOW_MS = 10_000;
    private static final long GRACE_MS = 2_000;

    @Test
    void shouldMakeWellFormedUnevenTrafficThatIsNeverLateAndKnowWhatItMade() {
        Workload workload = new Workload(20_000, 100, WINDOW_MS);
        Map<String, Long> counts = new HashMap<>();
        Map<ObservationKind, Long> kinds = new EnumMap<>(ObservationKind.class);
        Set<Long> windows = new HashSet<>();
        long latest = 0;
        long failed = 0;
        while (workload.hasNext()) {
            Observation o = workload.next();
            assertThat(ObservationRules.violation(o)).isEmpty();
            assertThat(workload.seriesKey()).isEqualTo(o.getTenantId() + "/" + o.getSource() + "/" + o.getName());
            counts.merge(workload.seriesKey(), 1L, Long::sum);
            kinds.merge(o.getKind(), 1L, Long::sum);
            long at = o.getObservedAt().toEpochMilli();
            latest = Math.max(latest, at);
            assertThat(latest - at).isLessThan(GRACE_MS);
            windows.add(at / WINDOW_MS);
            failed += o.getError() == null ? 0 : 1;
        }
        Map<String, Long> expected = new HashMap<>();
        workload.expected().forEach((series, totals) -> expected.put(series, totals.count()));
        assertThat(counts).isEqualTo(expected).hasSize(100);
        assertThat(counts.values().stream().max(Long::compare).orElseThrow()).isGreaterThan(20_000 / 100 * 5);
        assertThat(windows).hasSizeGreaterThanOrEqualTo(10);
        assertThat(kinds)
                .containsOnlyKeys(
                        ObservationKind.METRIC,
                        ObservationKind.OPERATION,
                        ObservationKind.HEALTH,
                        ObservationKind.EVENT);
        assertThat(failed).isBetween(80L, 2_000L);
        assertThat(workload.endMs(WINDOW_MS, GRACE_MS)).isGreaterThanOrEqualTo(latest + WINDOW_MS + GRACE_MS);
    }
}
