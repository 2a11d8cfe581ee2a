package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Saved;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Observation;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.window.Forgetting;
import io.aurea.window.ObserveOutput;
import io.aurea.window.PartitionWindows;
import io.aurea.window.SeriesLimits;
import io.aurea.window.WindowSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Observe on two partitions and orient, second by second: an absence of the loop is nobody's silence. */
class OwnAbsenceTest {
    private static final int PARTITIONS = 2;
    private static final long DAY_MS = Duration.ofDays(1).toMillis();
    private static final WindowSettings WALL = new WindowSettings(
            10_000,
            2_000,
            300_000,
            new SeriesLimits(10_000, 10_000, SeriesLimits.ANY, SeriesLimits.ANY, 50_000, 50_000),
            DAY_MS,
            2_000,
            WindowSettings.ANY_JUMP);
    private static final WindowSettings DATA = new WindowSettings(10_000, 2_000, 300_000, 10_000);
    private static final long T0 = 1_700_000_000_000L;

    private final LoopLog out = new LoopLog();
    private final Set<String> sources = new TreeSet<>(Set.of("shop/cart", "shop/stock", "shop/db"));
    private List<PartitionWindows> windows = List.of(new PartitionWindows(WALL), new PartitionWindows(WALL));
    private TenantCycles cycles = new TenantCycles(new CycleSettings(WALL, 30, 10, true));
    private final long[] aheadMs = new long[PARTITIONS];

    @ParameterizedTest
    @ValueSource(longs = {60, 3_600, 86_400, 200_000})
    void shouldMissNobodyForTheTimeItWasDownItself(long downSeconds) {
        live(0, 1_800);
        restart();
        live(1_800 + downSeconds, 3_600 + downSeconds);

        assertThat(silences()).isEmpty();
        assertThat(freshness()).containsOnly(100.0);
        sources.remove("shop/db");
        live(3_600 + downSeconds, 3_660 + downSeconds);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/db");
    }

    @Test
    void shouldKeepWhatItKnowsOfASeriesOverADayDown() {
        live(0, 1_800);
        restart();
        live(90_000, 90_060);
        assertThat(out.trends())
                .filteredOn(
                        t -> t.getSource().equals("cart") && t.getWindowStart().toEpochMilli() > T0 + 86_400_000)
                .isNotEmpty()
                .allSatisfy(t -> assertThat(t.getHistory()).isGreaterThan(100));
    }

    @Test
    void shouldMissWhoFellSilentBeforeItWentDownAsSoonAsItIsThereForLongEnough() {
        live(0, 1_800);
        sources.remove("shop/db");
        live(1_800, 1_815);
        restart();
        live(5_400, 5_460);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/db");
        assertThat(onset().getOnsetAt()).isAfter(Instant.ofEpochMilli(T0 + 5_400_000));
    }

    @Test
    void shouldMissNobodyWhosePublisherWentOnWhileItWasDown() {
        live(0, 1_800);
        List<Runnable> backlog = new ArrayList<>();
        for (int second = 1_800; second < 5_400; second++) {
            long at = T0 + second * 1_000L;
            if (second == 3_000) {
                sources.remove("shop/db");
            }
            if (second % 5 == 0) {
                for (String source : sources) {
                    backlog.add(() -> publish(source, at, at));
                }
            }
        }
        restart();
        // One partition after the other, as a consumer may read them while catching up.
        for (int p = 0; p < PARTITIONS; p++) {
            reading = p;
            backlog.forEach(Runnable::run);
        }
        reading = -1;
        assertThat(silences()).isEmpty();
        live(5_400, 5_420);
        assertThat(silences()).isEmpty();
        assertThat(out.cycles())
                .filteredOn(c -> c.getWindowStart().toEpochMilli() >= T0 + 1_810_000
                        && c.getWindowEnd().toEpochMilli() <= T0 + 5_390_000)
                .hasSize(358)
                .noneMatch(CycleMetrics::getIdle);
        live(5_420, 5_460);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/db");
    }

    @Test
    void shouldMissNobodyWhileTheBrokerWasAwayAndEverythingCameAtOnce() {
        live(0, 1_800);
        for (int second = 1_800; second < 2_100; second++) {
            long at = T0 + second * 1_000L;
            tick(at, T0 + 2_100_000);
            for (String source : sources) {
                publish(source, at, T0 + 2_100_000);
            }
        }
        live(2_100, 3_600);
        assertThat(silences()).isEmpty();

        // Again, with the ticks of the meantime lost and the data late.
        long at = T0 + 3_900_000;
        tick(at, at);
        for (int second = 3_600; second < 3_900; second++) {
            for (String source : sources) {
                publish(source, T0 + second * 1_000L, at);
            }
        }
        live(3_900, 4_200);
        assertThat(silences()).isEmpty();
    }

    @Test
    void shouldTellOfAnInstanceThatLeavesAsOneFact() {
        sources.clear();
        for (String what : List.of("host", "jvm", "kafka", "postgres", "http", "telemetry")) {
            sources.add("aurea/app-1." + what);
            sources.add("aurea/app-2." + what);
        }
        live(0, 1_800);
        sources.removeIf(s -> s.contains("app-1"));
        live(1_800, 2_400);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/app-1");
        assertThat(onset().getPatternDescription())
                .startsWith("Nothing came from app-1, an instance with 6 sources, for ");

        sources.remove("aurea/app-2.postgres");
        live(2_400, 2_460);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/app-1", "ONSET SILENT_SOURCE/app-2.postgres");
        live(2_460, 2_460 + 86_400);
        assertThat(silences()).endsWith("ABATED SILENT_SOURCE/app-1", "ABATED SILENT_SOURCE/app-2.postgres");
        assertThat(silences()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {-180_000, -10_000, 10_000, 180_000})
    void shouldMissNobodyWhoseClockIsChanged(long byMs) {
        live(0, 1_800);
        aheadMs[partitionOf("shop/cart")] = byMs;
        live(1_800, 3_600);
        aheadMs[partitionOf("shop/cart")] = 0;
        live(3_600, 5_400);
        assertThat(out.patterns())
                .filteredOn(p -> p.getPatternType() != PatternType.SUCCESS)
                .isEmpty();
        assertThat(freshness()).containsOnly(100.0);
    }

    @Test
    void shouldCountOnTheDataClockOnlyTimeInWhichSomebodySpoke() {
        windows = List.of(new PartitionWindows(DATA), new PartitionWindows(DATA));
        cycles = new TenantCycles(new CycleSettings(DATA, 30, 10, false));
        live(0, 1_800);
        live(7_200, 9_000);
        assertThat(silences()).isEmpty();

        sources.remove("shop/db");
        live(9_000, 9_015);
        live(20_000, 20_060);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/db");

        sources.clear();
        live(20_060, 20_060 + 2 * 86_400);
        assertThat(silences()).containsExactly("ONSET SILENT_SOURCE/db", "ABATED SILENT_SOURCE/db");
    }

    /** The partition whose backlog is being read; -1 for all. */
    private int reading = -1;

    private void live(long fromSecond, long toSecond) {
        for (long second = fromSecond; second < toSecond; second++) {
            long at = T0 + second * 1_000;
            tick(at, at);
            if (second % 5 == 0) {
                for (String source : sources) {
                    publish(source, at + aheadMs[partitionOf(source)], at);
                }
            }
        }
    }

    private void tick(long observedAt, long appendedAt) {
        for (int p = 0; p < PARTITIONS; p++) {
            append(p, Observed.tick(observedAt), appendedAt);
        }
    }

    private void publish(String source, long observedAt, long appendedAt) {
        int slash = source.indexOf('/');
        int partition = partitionOf(source);
        if (reading < 0 || reading == partition) {
            append(
                    partition,
                    Observed.health(source.substring(0, slash), source.substring(slash + 1), "up", observedAt, true),
                    appendedAt);
        }
    }

    /** Cart is alone on its partition. */
    private static int partitionOf(String source) {
        return source.equals("shop/cart") ? 0 : 1;
    }

    private void append(int partition, Observation o, long appendedAt) {
        windows.get(partition).accept(Observed.keyOf(o), o, appendedAt, new ObserveOutput() {
            @Override
            public void trend(Trend trend) {
                cycles.accept(partition, trend, out);
            }

            @Override
            public void watermark(long timeMs, Long absentMs) {
                cycles.accept(
                        new Watermark(partition, PARTITIONS, Instant.ofEpochMilli(timeMs), absentMs), appendedAt, out);
            }

            @Override
            public void forgotten(Forgetting what, long series) {
                throw new IllegalStateException("nothing is forgotten here: " + what);
            }

            @Override
            public void deadLetter(Refusal refusal, String reason) {}
        });
    }

    /** Everything continues from its stored state. */
    private void restart() {
        List<PartitionWindows> next = new ArrayList<>();
        for (PartitionWindows before : windows) {
            Saved saved = new Saved();
            before.saveAll(saved);
            PartitionWindows after = new PartitionWindows(WALL);
            saved.loadInto(after);
            next.add(after);
        }
        windows = next;
        Saved saved = new Saved();
        cycles.saveAll(saved);
        cycles = new TenantCycles(new CycleSettings(WALL, 30, 10, true));
        saved.loadInto(cycles);
    }

    private List<String> silences() {
        return out.patterns().stream()
                .filter(p -> p.getPatternType() == PatternType.SILENT_SOURCE
                        && (p.getState() == PatternState.ONSET || p.getState() == PatternState.ABATED))
                .map(p -> p.getState() + " " + p.getPatternId())
                .toList();
    }

    private Pattern onset() {
        return out.patterns().stream()
                .filter(p -> p.getState() == PatternState.ONSET)
                .findFirst()
                .orElseThrow();
    }

    private Set<Double> freshness() {
        Set<Double> scores = new TreeSet<>();
        for (CycleMetrics cycle : out.cycles()) {
            Double score = cycle.getHealthComponents().get("freshness");
            if (score != null) {
                scores.add(score);
            }
        }
        return scores;
    }
}
