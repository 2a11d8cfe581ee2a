package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopDriver;
import io.aurea.fixture.Observed;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Observation;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.state.Epoch;
import io.aurea.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** After a loss of state no number of the history is reused: PostgreSQL and executors would mistake new for old. */
class LostStateTopologyTest {
    private static final long BEFORE = Epoch.NUMBERS;

    private static void observe(LoopDriver loop, Observation o, long appendTimeMs) {
        loop.pipe(Topics.OBSERVATIONS, o.getTenantId() + '/' + o.getSource(), o, appendTimeMs);
    }

    private static void play(LoopDriver loop, int cycles) {
        for (long start = 0; start < cycles * 10_000L; start += 10_000) {
            // From the fourth cycle on all of a service's calls fail.
            for (int call = 0; call < 30; call++) {
                observe(
                        loop,
                        Observed.operation("shop", "cart", "pay", start + 5_000 + call, start < 30_000),
                        start + 5_100);
            }
            observe(loop, Observed.metric("new", "cart", "queue", start + 5_000, 1), start + 5_100);
            loop.pipe(Topics.OBSERVATIONS, "_", Observed.tick(start + 12_000), start + 12_000);
        }
    }

    @Test
    void shouldGoOnInANewEpochWhereATenantHasAHistory() {
        try (LoopDriver loop = new LoopDriver(partition -> Map.of("shop", 41L))) {
            play(loop, 8);
            List<KeyValue<String, CycleMetrics>> cycles =
                    loop.output(Topics.CYCLES).readKeyValuesToList();
            assertThat(cycles)
                    .extracting(c -> c.key)
                    .startsWith("new/1", "shop/" + (BEFORE + 1), "new/2", "shop/" + (BEFORE + 2));
            List<Pattern> patterns = loop.output(Topics.PATTERNS).readValuesToList();
            assertThat(patterns).isNotEmpty().allSatisfy(p -> {
                assertThat(p.getTenantId()).isEqualTo("shop");
                assertThat(p.getRevision()).isGreaterThan(BEFORE);
                assertThat(p.getOnsetNumber()).isEqualTo(BEFORE + 1);
                assertThat(p.getFrequency()).isEqualTo(1);
            });
            assertThat(loop.output(Topics.DECISIONS).readValuesToList())
                    .isNotEmpty()
                    .allSatisfy(d -> assertThat(d.getDecisionId()).startsWith("100000000"));
            List<Status> statuses = loop.output(Topics.STATUS).readValuesToList();
            Status last = statuses.get(statuses.size() - 1);
            assertThat(last.getTenantId()).isEqualTo("shop");
            assertThat(last.getRevision()).isGreaterThan(BEFORE);
            assertThat(last.getLastCycleNumber()).isEqualTo(BEFORE + 8);
            assertThat(last.getCyclesCompleted()).isEqualTo(8);
        }
    }

    @Test
    void shouldLeaveNoEpochOutWhenStateIsLostAgain() {
        assertThat(Epoch.after(0)).isZero();
        assertThat(Epoch.after(41)).isEqualTo(Epoch.NUMBERS);
        assertThat(Epoch.after(Epoch.NUMBERS + 41)).isEqualTo(2 * Epoch.NUMBERS);
        assertThat(Epoch.before(Epoch.NUMBERS + 41)).isEqualTo(Epoch.NUMBERS);
        assertThat(Epoch.within(Epoch.NUMBERS + 41)).isEqualTo(41);
    }
}
