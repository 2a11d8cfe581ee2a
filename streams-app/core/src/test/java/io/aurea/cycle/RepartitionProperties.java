package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Trends;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.state.PartitionedEntries;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import io.aurea.window.ObserveOutput;
import io.aurea.window.PartitionWindows;
import io.aurea.window.WindowSettings;
import io.aurea.window.WindowsRepartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.avro.specific.SpecificRecord;

class RepartitionProperties {
    private static final WindowSettings WINDOW = new WindowSettings(Trends.SIZE_MS, 200, 60_000, 1_000);
    private static final CycleSettings DATA_CLOCK = new CycleSettings(WINDOW, 2, 100, false);
    private static final CycleSettings WALL_CLOCK = new CycleSettings(WINDOW, 2, 100, true);
    private static final List<String> TENANTS = List.of("a", "b", "c", "d");
    private static final List<String> SOURCES = List.of("cart", "db", "web");

    /** Observe and orient on so many partitions, in process. */
    private static final class Partitions {
        private final CycleSettings settings;
        private final List<PartitionWindows> windows = new ArrayList<>();
        private final List<TenantCycles> cycles = new ArrayList<>();
        private final LoopLog log;

        Partitions(CycleSettings settings, int count, LoopLog log) {
            this.settings = settings;
            this.log = log;
            for (int p = 0; p < count; p++) {
                windows.add(new PartitionWindows(settings.window(), settings.model()));
                cycles.add(new TenantCycles(settings));
            }
        }

        int of(String key) {
            return Math.floorMod(key.hashCode() * 0x9E3779B9 >>> 7, windows.size());
        }

        void accept(Observation o) {
            String key = o.getTenantId() + '/' + o.getSource();
            int partition = of(key);
            windows.get(partition)
                    .accept(key.getBytes(UTF_8), o, o.getObservedAt().toEpochMilli(), observed(partition));
        }

        void tick(long atMs) {
            for (int p = 0; p < windows.size(); p++) {
                windows.get(p).accept("_".getBytes(UTF_8), Observed.tick(atMs), atMs, observed(p));
            }
        }

        private ObserveOutput observed(int partition) {
            return new ObserveOutput() {
                @Override
                public void trend(Trend trend) {
                    String tenant = trend.getTenantId();
                    cycles.get(of(tenant)).accept(partition, trend, log);
                }

                @Override
                public void watermark(long timeMs, Long absentMs) {
                    Watermark heard = new Watermark(partition, windows.size(), Instant.ofEpochMilli(timeMs), absentMs);
                    for (TenantCycles each : cycles) {
                        each.accept(heard, timeMs, log);
                    }
                }

                @Override
                public void forgotten(Forgetting what, long series) {
                    throw new IllegalStateException("nothing is forgotten here: " + what);
                }

                @Override
                public void deadLetter(Refusal refusal, String reason) {
                    throw new IllegalStateException(reason);
                }
            };
        }

        Partitions repartition(int count) {
            Partitions after = new Partitions(settings, count, log);
            move(windows, after.windows, (before, to) -> WindowsRepartition.of(before, count, to), after::of);
            move(cycles, after.cycles, (before, to) -> CyclesRepartition.of(before, count, to), after::of);
            return after;
        }

        private static void move(
                List<? extends StoredState> from,
                List<? extends StoredState> to,
                BiFunction<PartitionedEntries, ToIntFunction<String>, PartitionedEntries> repartition,
                ToIntFunction<String> partitionOf) {
            PartitionedEntries before = new PartitionedEntries(from.size());
            for (int p = 0; p < from.size(); p++) {
                int partition = p;
                from.get(p).saveAll((key, value) -> before.put(partition, key, value));
            }
            PartitionedEntries moved = repartition.apply(before, partitionOf);
            for (int p = 0; p < to.size(); p++) {
                moved.forEach(p, to.get(p)::load);
            }
        }
    }

    @Property(tries = 150)
    void shouldGoOnInOtherPartitionsAsIfNothingHadHappened(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 6) int before,
            @ForAll @IntRange(min = 1, max = 6) int after) {
        CycleSettings settings = seed % 2 == 0 ? WALL_CLOCK : DATA_CLOCK;
        LoopLog stayed = new LoopLog();
        LoopLog moved = new LoopLog();
        Partitions without = new Partitions(settings, before, stayed);
        Partitions with = new Partitions(settings, before, moved);
        Random random = new Random(seed);
        for (int window = 0; window < 12; window++) {
            List<Observation> observations = window(window, random);
            observations.forEach(without::accept);
            observations.forEach(with::accept);
            long closed = (window + 1) * Trends.SIZE_MS + WINDOW.graceMs();
            without.tick(closed);
            with.tick(closed);
            if (window == 5) {
                with = with.repartition(after);
            }
        }
        assertThat(byTenant(moved)).isEqualTo(byTenant(stayed));
        assertThat(moved.deadLetters()).isEmpty();
    }

    private static Map<String, List<Object>> byTenant(LoopLog log) {
        Map<String, List<Object>> byTenant = new TreeMap<>();
        for (Object each : log.all()) {
            String tenant = each instanceof SpecificRecord published
                    ? published
                            .get(published.getSchema().getField("tenant_id").pos())
                            .toString()
                    : ((LoopLog.Forgotten) each).tenant();
            byTenant.computeIfAbsent(tenant, t -> new ArrayList<>()).add(each);
        }
        return byTenant;
    }

    @Example
    void shouldKeepTheNumbersThatEndedTenantsWouldGoOnFrom() {
        LoopLog log = new LoopLog();
        Partitions before = new Partitions(DATA_CLOCK, 2, log);
        before.cycles.get(before.of("a")).begin(Map.of("a", 3L));
        Partitions after = before.repartition(5);
        after.accept(Observed.metric("a", "cart", "queue", 5, 3));
        after.tick(Trends.SIZE_MS + WINDOW.graceMs());
        assertThat(log.cycles()).singleElement().satisfies(c -> assertThat(c.getCycleNumber())
                .isEqualTo(1_000_000_001L));
    }

    @Example
    void shouldRefuseWhileAWindowIsOpen() {
        Partitions open = new Partitions(DATA_CLOCK, 2, new LoopLog());
        open.accept(Observed.metric("a", "cart", "queue", 5, 3));
        assertThatThrownBy(() -> open.repartition(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 series windows are open; allowed: none, see `aurea drain` and `aurea send --close`");
    }

    private static List<Observation> window(int window, Random random) {
        List<Observation> observations = new ArrayList<>();
        for (String tenant : TENANTS) {
            for (String source : SOURCES) {
                int count = random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    long at = window * Trends.SIZE_MS + random.nextInt((int) Trends.SIZE_MS);
                    observations.add(
                            random.nextBoolean()
                                    ? Observed.operation(tenant, source, "call", at, random.nextInt(5) > 0)
                                    : Observed.metric(tenant, source, "queue", at, random.nextInt(50)));
                }
            }
        }
        observations.sort(Comparator.comparing(Observation::getObservedAt));
        return observations;
    }
}
